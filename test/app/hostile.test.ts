import { assemble } from '../../src/app/assemble';
import { describeProblem, InputError } from '../../src/input/problem';
import { temporaryDirectory } from '../temporary-directory';

const { write } = temporaryDirectory();
/** Whatever takes a pass for each character takes half a minute; `npm run bench hostile` measures a megabyte. */
const LENGTH = 250_000;
/** Only so that a reader that hangs does not keep everybody waiting. */
const GUARD_MS = 60_000;

const config = (fields: { class?: string; address?: string; password?: string; image?: string; more?: string }) => `
runtimeClass: "${fields.class ?? 'kata-qemu-snp'}"
kbs: { address: "${fields.address ?? 'kbs:8080'}", repository: { persistentVolumeClaim: kbs } }
credentials: [{ registry: a.example, username: u, password: "${fields.password ?? 'p'}" }]
workloads:
  - name: web
    image: "${fields.image ?? 'a.example/web'}"
    ${fields.more ?? ''}
`;

const messages = (text: string): string[] => {
  try {
    return assemble(write('coco.yaml', text), {}).findings.map(describeProblem);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(describeProblem);
  }
};

const long = (text: string) => text.repeat(Math.ceil(LENGTH / text.length));
const numbered = (count: number, entry: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => entry(n)).join(', ');

test.each<[string, string]>([
  ['a class', config({ class: long('a') })],
  ['a class of labels', config({ class: long('a.') })],
  ['an address', config({ address: long('a:') })],
  ['a password of expressions', config({ password: long('${') })],
  ['a password of dollars', config({ password: long('$') })],
  ['an image of colons', config({ image: long(':') })],
  ['an image of labels', config({ image: long('a.') })],
  ['a command', config({ more: `command: "${long('a ')}"` })],
  ['a kind', config({ more: `kind: "${long('Po')}"` })],
  ['a quantity', config({ more: `resources: { limits: { cpu: "${long('9')}" } }` })],
  ['a schedule', config({ more: `kind: CronJob\n    schedule: "${long('* ')}"` })],
  ['a key', config({ more: `${'k'.repeat(1_000)}: x\n    ? ${long('k')}\n    : x` })],
  ['a key of a label', config({ more: `labels:\n      ? "${long('a/')}"\n      : x` })],
  ['a value of a label', config({ more: `labels: { a: "${long('a-')}" }` })],
  ['a name of a variable', config({ more: `env:\n      ? "${long('a=')}"\n      : x` })],
  ['a port', config({ more: `ports: ["${long('1')}"]` })],
  ['a file', config({ more: `guest: { policy: "${long('../')}" }` })],
  ['unknown keys', config({ more: `guest: { ${numbered(8_000, (n) => `key${n}: x`)} }` })],
  ['one key again and again', config({ more: `guest: { ${numbered(8_000, () => 'key: x')} }` })],
  ['wrong labels', config({ more: `labels: { ${numbered(8_000, (n) => `"!${n}": x`)} }` })],
  ['aliases', `x: &a y\n${config({ more: `args: [${numbered(9_000, () => '*a')}]` })}`],
  ['aliases that lead nowhere', config({ more: `args: [${numbered(9_000, () => '*a')}]` })],
  ['closing brackets', long(']')],
  ['open brackets', `a: ${long('[')}`],
  ['mappings in mappings', long('{a: ')],
  ['lists in lists', long('- ')],
  ['explicit keys', long('? a\n')],
  ['anchors', long('&a ')],
  ['tags', long('!a ')],
  ['escapes that are open', long('"\\x41')],
  ['one key of the file again and again', long('a: b\n')],
  ['a list of letters', `a: [${long('a,')}]`],
  ['workloads that are empty', `workloads:\n${long('- {}\n')}`],
  ['workloads without an image', `workloads:\n${long('- name: workload-abc\n')}`],
  ['credentials of one wrong key', `credentials:\n${long('- registri: r.example/team\n')}`],
  ['blank lines', long('\n')],
  ['directives', long('%a\n')],
  ['an indentation', `kbs:\n${' '.repeat(LENGTH)}a: b\n c: d\n`],
  ['a line of blanks and a fault', `a: "${long(' \\t')}\n@`],
])(
  '%s of 250 kB is told, and cut',
  (_, text) => {
    const found = messages(text);
    expect(found).not.toEqual([]);
    expect(found.every((message) => message.length < 3_000)).toBe(true);
  },
  GUARD_MS,
);

describe('names that JavaScript has for itself', () => {
  const NAMES = ['toString', 'hasOwnProperty', 'valueOf', 'toJSON', 'prototype'];

  test.each(NAMES)('%s is a key like any other', (name) => {
    const maps = ['labels', 'annotations', 'podLabels', 'podAnnotations', 'nodeSelector', 'kbsPodLabels'];
    const upload = `upload: { ${maps.map((map) => `${map}: { ${name}: b }`).join(', ')} }`;
    const text = config({
      more: `labels: { ${name}: b }\n    annotations: { ${name}: b }\n    env: { ${name}: b }`,
    }).replace('kbs: {', `kbs: { ${upload},`);
    const { files, findings } = assemble(write('coco.yaml', text), {});
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    const job = files.find(({ name: file }) => file.startsWith('20-'))?.text ?? '';
    expect(job.split(`${name}: b`).length - 1).toBeGreaterThanOrEqual(6);
  });

  test.each([
    'labels: { __proto__: b }',
    'annotations: { __proto__: b }',
    'env: { __proto__: b }',
    'resources: { limits: { __proto__: 1 } }',
    '__proto__: { image: b }',
  ])('%s is refused, not dropped', (more) => {
    expect(messages(config({ more }))).toEqual([
      expect.stringMatching(/__proto__: __proto__ cannot be a key.*; write/),
    ]);
  });

  test('constructor is a key of workloads, and refused where cdk8s would fall over it', () => {
    const more = 'labels: { constructor: b }\n    annotations: { constructor: b }\n    env: { constructor: b }';
    const { files } = assemble(write('coco.yaml', config({ more })), {});
    expect(files.find(({ name }) => name.startsWith('30-'))?.text).toContain('constructor: b');
    for (const map of ['labels', 'annotations', 'podLabels', 'podAnnotations', 'nodeSelector', 'kbsPodLabels']) {
      const text = config({}).replace('kbs: {', `kbs: { upload: { ${map}: { constructor: b } },`);
      expect(messages(text)).toEqual([expect.stringMatching(`kbs.upload.${map}.constructor: .*; write another key`)]);
    }
  });

  test.each([...NAMES, 'constructor'])('%s is no key of the file itself', (name) => {
    expect(messages(config({ more: `${name}: b` })).join()).toMatch(/is not (a key|one) of this file/);
    expect(messages(`${config({})}${name}: b`).join()).toMatch(/is not (a key|one) of this file/);
  });
});
