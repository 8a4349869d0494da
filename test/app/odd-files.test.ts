import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { assemble } from '../../src/app/assemble';
import { writeFiles } from '../../src/app/write';
import { describeProblem, InputError } from '../../src/input/problem';
import { cli } from '../cli/cli';
import { temporaryDirectory } from '../temporary-directory';

const { directory, write } = temporaryDirectory();
const NOBODY = 65534;
const PASSWORD = 'hunter2-hunter2';

const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: r.example/a }] }\n';
const AUTH_FILE = '{"auths": {"r.example": {"auth": "dTpw"}}}';

interface Changes {
  readonly credential?: string;
  readonly kbs?: string;
  readonly more?: string;
}

const config = ({ credential = 'password: p', kbs = '', more = '' }: Changes) => `
runtimeClass: kata-qemu-snp
kbs: { address: kbs:8080, repository: { persistentVolumeClaim: kbs }${kbs} }
credentials: [{ ${credential.startsWith('authFile') ? credential : `registry: r.example, username: u, ${credential}`} }]
workloads: [{ name: a, image: r.example/a }]
${more}
`;

/** The configuration that names the file `it`, by what the file is there for. */
const KINDS: Readonly<Record<string, Changes>> = {
  'a manifest': { more: 'manifests: [{ path: it }]' },
  'an authentication file': { credential: 'authFile: it' },
  'a password file': { credential: 'passwordFile: it' },
  'a certificate': { credential: 'password: p, caCertificate: it' },
  'a certificate of the KBS': { more: 'guest: { kbsCertificate: it }' },
  'a policy': { more: 'guest: { policy: it }' },
  'a TOML file': { more: 'guest: { extra: { cdh.toml: it } }' },
  'a resource': { kbs: ', resources: [{ path: a/b/c, file: it }]' },
};

const messages = (file: string): string[] => {
  try {
    const errors = assemble(file, {}).findings.filter(({ severity }) => severity === 'error');
    return errors.map(describeProblem);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(describeProblem);
  }
};

/** What stands where a file should, by what is said of it. */
const ODD: Readonly<Record<string, [make: (path: string) => unknown, said: RegExp]>> = {
  nothing: [() => undefined, /does not exist; write /],
  'a directory': [(path) => mkdirSync(path), /is a directory; write /],
  'a named pipe': [(path) => execFileSync('mkfifo', [path]), /is a named pipe.*; write /],
  'a device without an end': [(path) => symlinkSync('/dev/zero', path), /is a named pipe.*; write /],
  'a link to itself': [(path) => symlinkSync(path, path), /is a link that leads back to itself; write /],
};

const TEXTS: Readonly<Record<string, [content: string | Buffer, said: RegExp]>> = {
  nothing: ['', /is empty; write |holds no mapping; write /],
  'text in UTF-16': [
    Buffer.from(`\ufeff${PASSWORD}\n`, 'utf16le'),
    /is not UTF-8(?: text)? but UTF-16; write .*saved as UTF-8/,
  ],
  'text in UTF-16 without a mark': [Buffer.from(`${PASSWORD}\n`, 'utf16le'), /UTF-16; write |is not JSON/],
  'text in Latin-1': [Buffer.from(`${PASSWORD}\xe4\n`, 'latin1'), /is not UTF-8(?: text)?; write .*saved as UTF-8/],
};

let count = 0;
const emptyPlace = () => {
  const place = `${directory}/${count++}`;
  mkdirSync(place);
  return place;
};

describe.each(Object.entries(KINDS))('as %s,', (kind, changes) => {
  test.each(Object.entries(ODD))('%s is told in a line', (_, [make, said]) => {
    const place = emptyPlace();
    make(`${place}/it`);
    const found = messages(write(`${count - 1}/coco.yaml`, config(changes)));
    expect(found).toEqual([expect.stringMatching(said)]);
    expect(found[0]).toMatch(/^\S*coco\.yaml:\d+: /);
  });

  const texts = kind === 'a resource' ? [] : Object.entries(TEXTS);
  test.each([...texts, ['nothing', TEXTS.nothing] as const])(
    'a file of %s is told in a line, without its text',
    (_, text) => {
      const [content, said] = text ?? [];
      write(`${count}/it`, content ?? '');
      const found = messages(write(`${count++}/coco.yaml`, config(changes)));
      expect(found).toEqual([expect.stringMatching(said ?? '')]);
      expect(found[0]).not.toContain(PASSWORD);
    },
  );
});

test.each(Object.entries(ODD))('as the configuration, %s is told in a line', (_, [make, said]) => {
  const file = `${emptyPlace()}/coco.yaml`;
  make(file);
  expect(messages(file)).toEqual([expect.stringMatching(said)]);
});

test.each(Object.entries(TEXTS))('as the configuration, a file of %s is told in a line', (_, [content, said]) => {
  const found = messages(write(`${count++}/coco.yaml`, content));
  expect(found).toEqual([expect.stringMatching(said)]);
  expect(found[0]).not.toContain(PASSWORD);
});

test('a file that this user may not read is told as that', () => {
  const place = emptyPlace();
  write(`${count - 1}/it`, AUTH_FILE);
  const file = write(`${count - 1}/coco.yaml`, config({ credential: 'authFile: it' }));
  chmodSync(directory, 0o755);
  chmodSync(`${place}/it`, 0);
  expect(asNobody(() => messages(file))).toEqual([
    expect.stringMatching(/its permissions forbid it; run chmod or chown/),
  ]);
});

test('a file of an earlier run that this user may not read is told by its name', () => {
  const place = emptyPlace();
  write(`${count - 1}/10-secrets-default.k8s.yaml`, '# Written by cdk8s-coco.\n');
  chmodSync(directory, 0o755);
  chmodSync(place, 0o777);
  chmodSync(`${place}/10-secrets-default.k8s.yaml`, 0);
  const output = { name: '10-secrets-default.k8s.yaml', text: 'a', secret: true };
  expect(() => asNobody(() => writeFiles(place, [output]))).toThrow(
    /10-secrets-default\.k8s\.yaml cannot be read: its permissions forbid it: .*; run chmod or chown, remove it/,
  );
});

/** As somebody for whom permissions hold. */
function asNobody<T>(work: () => T): T {
  const user = process.geteuid?.();
  if (user !== 0) return work();
  process.seteuid?.(NOBODY);
  try {
    return work();
  } finally {
    process.seteuid?.(user);
  }
}

test.each([
  ['a named pipe', ODD['a named pipe'], 2],
  ['a device without an end', ODD['a device without an end'], 2],
  ['a link to itself', ODD['a link to itself'], 2],
  ['nothing', ODD.nothing, 2],
])('check of %s is told in a line', (_, odd, exit) => {
  const place = emptyPlace();
  odd?.[0](`${place}/it.yaml`);
  const { status, stderr } = cli(place, ['check', 'it.yaml']);
  expect(stderr).toMatch(/^error: "it\.yaml" (?:is|does) .*\n$/);
  expect(status).toBe(exit);
});

test.each<[string, string | Buffer]>([
  ['a manifest in UTF-16', Buffer.from(`\ufeff${POD}`, 'utf16le')],
  ['a manifest in big-endian UTF-16', Buffer.from(`\ufeff${POD}`, 'utf16le').swap16()],
  ['a manifest in UTF-16 without a mark', Buffer.from(POD, 'utf16le')],
  ['a manifest in Latin-1', Buffer.from(`${POD}# \xe4\n`, 'latin1')],
  ['an authentication file in UTF-16', Buffer.from(`\ufeff${AUTH_FILE}`, 'utf16le')],
])('check tells %s, and what stands beside it', (_, content) => {
  const place = emptyPlace();
  write(`${count - 1}/it.yaml`, content);
  write(`${count - 1}/other.yaml`, POD.replace('spec: {', 'spec: { runtimeClassName: kata-qemu-snp,'));
  write(`${count - 1}/picture.json`, Buffer.from([0xff, 0xd8, 0xff]));
  const { status, stdout } = cli(place, ['check', '.', '--format', 'json']);
  const { files, findings } = JSON.parse(stdout);
  expect(files).toEqual(['it.yaml', 'other.yaml']);
  expect(findings[0]).toMatchObject({ rule: 'not-utf-8', severity: 'error', fix: expect.stringContaining('UTF-8') });
  expect(findings.length).toBeGreaterThan(1);
  expect(status).toBe(2);
});
