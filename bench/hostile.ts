import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemble } from '../src/app/assemble';
import { checkSources } from '../src/check/check-sources';
import { Initdata } from '../src/guest/initdata';
import { InputError } from '../src/input/problem';

const LENGTH = 1_000_000;
const BUDGET_SECONDS = 1;
const MOST_MEMBERS = 24_900;

const fill = (unit: string) => unit.repeat(LENGTH / unit.length);
/** Lines that differ in a number, which stands for `#`. */
const lines = (line: string) => {
  const count = Math.floor(LENGTH / (line.length + 5));
  return Array.from({ length: count }, (_, i) => `${line.replaceAll('#', String(i).padStart(5, '0'))}\n`).join('');
};

/** As many lines as one mapping or list may have members. */
const widest = (line: string) => lines(line.padEnd(Math.ceil(LENGTH / MOST_MEMBERS) - 5));

/** What is dense, deep, long or often wrong in any YAML. */
const YAML: Readonly<Record<string, string>> = {
  'unknown keys': lines('k#: 1'),
  'as many unknown keys as a mapping may have': widest('k#: 1'),
  'as many items as a list may have': `a:\n${widest('- b#')}`,
  'short keys': lines('#:'),
  'one key again and again': fill('a: b\n'),
  'one key of { } again and again': `{${fill('a: 1, ')}}`,
  'explicit keys': fill('? a\n'),
  'nested brackets': `a: ${fill('[')}`,
  'mappings of lists': fill('a: ['),
  'mappings in mappings': fill('{a: '),
  'lists in lists': fill('- '),
  'closing brackets': fill(']'),
  'a list of letters': `a: [${fill('a,')}]`,
  'a list of words': `a: [${fill('word, ')}]`,
  'lists of words': lines('- [word, word, word, word]'),
  anchors: fill('&a '),
  'an anchor each': lines('k#: &a# 1'),
  tags: fill('!a '),
  'a tag each': lines('k#: !a 1'),
  aliases: `a: &a 1\nb: [${fill('*a, ')}]`,
  'aliases that lead nowhere': lines('k#: *a'),
  'open escapes': fill('"\\x41'),
  'a mistake on each line': fill('a: b: c\n'),
  'unknown escapes': `a: "${fill('\\q')}"`,
  documents: fill('---\n'),
  'documents of a key': fill('a: b\n---\n'),
  directives: fill('%a\n'),
  comments: fill('# a\n'),
  'comments in a mapping': `a:\n${fill('  # a\n')}  b: c\n`,
  'comments in a list': `a:\n- b\n${fill('  # a\n')}- c\n`,
  'comments behind a value': `a: b\n${fill('# a\n')}c: d\n`,
  'blank lines': fill('\n'),
  'blank lines in a list': `a:\n- b\n${fill('\n')}- c\n`,
  'one line of text': fill('a'),
  'a block of text': `a: |\n${fill('  text\n')}`,
  'a folded block': `a: >\n${fill('  text\n\n')}`,
  'NUL characters': fill('\0'),
};

interface Fields {
  readonly image?: string;
  readonly registry?: string;
  readonly address?: string;
  readonly runtimeClass?: string;
  readonly password?: string;
  readonly more?: string;
}

function config(fields: Fields): string {
  const { image = 'nginx', registry = 'r.example', address = 'kbs:8080', password = 'p', more = '' } = fields;
  return `runtimeClass: "${fields.runtimeClass ?? 'kata-qemu-snp'}"
kbs: { address: "${address}", repository: { persistentVolumeClaim: kbs-repository } }
credentials: [{ registry: "${registry}", username: u, password: "${password}" }]
workloads: [{ name: a, image: "${image}" }]
${more}`;
}

const CONFIGS: Readonly<Record<string, string>> = {
  'image of :': config({ image: fill(':') }),
  'image of a.': config({ image: fill('a.') }),
  'image of a/': config({ image: fill('a/') }),
  'registry of :': config({ registry: fill(':') }),
  'address of a:': config({ address: fill('a:') }),
  'runtime class of a-': config({ runtimeClass: fill('a-') }),
  'password of ${': config({ password: fill('${') }),
  'wrong workloads': `workloads:\n${fill('- name: workload-abc\n')}`,
  'wrong credentials': `credentials:\n${fill('- registri: r.example\n')}`,
  'unknown keys of the guest': config({ more: `guest: { ${lines('k#: x,')} }` }),
  'wrong labels': config({ more: `podLabels: { ${lines('"!#": x,')} }` }),
  'as many wrong workloads as may be': `workloads:\n${widest('- name: a#')}`,
  'as many wrong credentials as may be': `credentials:\n${widest('- registri: r')}`,
  'as many wrong labels as may be': `${config({})}podLabels:\n${widest('  "!#": x')}`,
  ...YAML,
};

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  runtimeClassName: kata-qemu-snp\n';
const MANIFESTS: Readonly<Record<string, string>> = {
  'Pods without a name': fill('---\napiVersion: v1\nkind: Pod\n'),
  'unknown fields of a Pod': POD + lines('  k#: x'),
  'as many unknown fields as may be': POD + widest('  k#: x'),
  'as many labels that are no texts as may be': `apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  labels:\n${widest('    k#: 1')}`,
  'as many containers of nothing as may be': `${POD}  containers:\n${widest('  - {}')}`,
  'as many containers without image as may be': `${POD}  containers:\n${widest('  - name: a#')}`,
  'as many containers of one image as may be': `${POD}  containers:\n${widest('  - image: r.example/a')}`,
  'as many variables as may be': `${POD}  containers:\n  - image: a\n    name: a\n    env:\n${widest('    - nam: a#')}`,
  'as many keys of a Secret as may be': `apiVersion: v1\nkind: Secret\nmetadata: { name: a }\nstringData:\n${widest('  k#: a')}`,
  'labels that are no texts': `apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  labels:\n${lines('    k#: 1')}`,
  'containers of nothing': `${POD}  containers:\n${fill('  - {}\n')}`,
  'images of nothing': `${POD}  containers:\n${lines('  - { name: a#, image: ":" }')}`,
  'a List of empty items': `apiVersion: v1\nkind: List\nitems:\n${fill('- {}\n')}`,
  'a List of JSON': `{"apiVersion":"v1","kind":"List","items":[${fill('{},')}{}]}`,
  ...Object.fromEntries(Object.entries(YAML).map(([name, text]) => [name, `apiVersion: v1\nkind: Pod\n${text}`])),
};

const AUTH_FILES: Readonly<Record<string, string>> = {
  'wrong entries': `{"auths":{${lines('"k#": {},')}"a":{}}}`,
  'one key again and again': `{"auths":{${fill('"a":{},')}"a":{}}}`,
  'nested brackets': `{"auths":${fill('[')}`,
  'nested mappings': `{"auths":${fill('{"a":')}`,
  numbers: `{"auths":[${fill('1,')}1]}`,
  escapes: `{"auths":{"${fill('\\u0041')}":{}}}`,
  'a long key': `{"auths":{"${fill('a/')}":{"auth":"dTpw"}}}`,
  'a long auth': `{"auths":{"a.example":{"auth":"${fill('dTpw')}"}}}`,
};

const TOML: Readonly<Record<string, string>> = {
  keys: lines('k# = 1'),
  'one key again and again': fill('a = 1\n'),
  tables: lines('[a#]'),
  'lists of tables': fill('[[a]]\n'),
  'dotted keys': `${fill('a.')}a = 1`,
  'nested brackets': `a = ${fill('[')}`,
  'nested mappings': `a = ${fill('{a=')}`,
  'a list of numbers': `a = [${fill('1,')}1]`,
  'a long text': `a = "${fill('a')}"`,
  comments: fill('#\n'),
};

const PEM = '-----BEGIN CERTIFICATE-----\n';
const CERTIFICATES: Readonly<Record<string, string>> = {
  'nothing but beginnings': fill(PEM),
  'empty certificates': fill(`${PEM}-----END CERTIFICATE-----\n`),
  'one long certificate': `${PEM}${fill('QUFB')}\n-----END CERTIFICATE-----\n`,
  dashes: fill('-'),
  'private keys': fill('-----BEGIN PRIVATE KEY-----\n'),
};

/** What takes each kind of file; the name of the file is free. */
const KINDS: Readonly<
  Record<string, [Readonly<Record<string, string>>, (text: string, directory: string) => boolean]>
> = {
  'coco.yaml': [CONFIGS, (text, directory) => isTaken(directory, text)],
  'a manifest': [MANIFESTS, (text, directory) => isTakenWith(directory, text, 'manifests: [{ path: input }]')],
  'check of a manifest': [MANIFESTS, (text) => !hasError(checkSources([{ file: 'input', text }]).findings)],
  'an authentication file': [AUTH_FILES, (text, directory) => isTakenWith(directory, text, '', '{ authFile: input }')],
  'check of an authentication file': [
    AUTH_FILES,
    (text) => !hasError(checkSources([{ file: 'input', text }]).findings),
  ],
  'a TOML file': [TOML, (text, directory) => isTakenWith(directory, text, 'guest: { extra: { cdh.toml: input } }')],
  'a certificate': [
    CERTIFICATES,
    (text, directory) =>
      isTakenWith(directory, text, '', '{ registry: r.example, username: u, password: p, caCertificate: input }'),
  ],
  'a password file': [
    { 'one line': fill('a'), 'many lines': fill('a\n') },
    (text, directory) => isTakenWith(directory, text, '', '{ registry: r.example, username: u, passwordFile: input }'),
  ],
  initdata: [{ letters: fill('A'), 'no base64': fill('-') }, (text) => Initdata.decode(text) !== undefined],
};

/** Files of 1 MB that nobody means well with: each has to end soon, and most in a clear error. Seconds are of the CPU. */
export function benchHostile(): void {
  const directory = mkdtempSync(join(tmpdir(), 'cdk8s-coco-bench-'));
  try {
    for (const [kind, [inputs, take]] of Object.entries(KINDS)) {
      for (const [name, text] of Object.entries(inputs)) {
        const start = process.cpuUsage();
        const outcome = outcomeOf(() => take(text, directory));
        const { user, system } = process.cpuUsage(start);
        const seconds = (user + system) / 1e6;
        const over = seconds > BUDGET_SECONDS ? ' OVER' : '';
        console.log(
          `1 MB, ${kind} of ${name}: ${seconds.toFixed(2)} s, ${outcome} (budget ${BUDGET_SECONDS} s)${over}`,
        );
      }
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function outcomeOf(take: () => boolean): string {
  try {
    return take() ? 'taken' : 'refused';
  } catch (error) {
    return error instanceof InputError ? 'refused' : `threw ${(error as Error).name}`;
  }
}

function isTaken(directory: string, text: string): boolean {
  const file = join(directory, 'coco.yaml');
  writeFileSync(file, text);
  return !hasError(assemble(file, {}).findings);
}

/** As a file that an entry of the configuration names. */
function isTakenWith(directory: string, text: string, more: string, credential?: string): boolean {
  writeFileSync(join(directory, 'input'), text);
  const usual = config({ more });
  return isTaken(directory, credential ? usual.replace(/^credentials: .*$/m, `credentials: [${credential}]`) : usual);
}

function hasError(findings: readonly { readonly severity?: string }[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}
