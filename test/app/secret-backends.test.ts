import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { assemble, mistakesIn } from '../../src/app/assemble';
import { writeSeals } from '../../src/app/write';
import { describeProblem, InputError } from '../../src/input/problem';
import { readManifest } from '../../src/kubernetes/manifest-reader';
import { unseal } from '../../src/secrets/seal';
import { manifestsIn } from '../manifests-in';
import { ageKeys, decrypted } from '../secrets/age-keys';
import { sealingKey } from '../secrets/seal-certificates';
import { temporaryDirectory } from '../temporary-directory';

/** What the tests look at in an object. */
interface Found {
  kind: string;
  metadata: { name: string; namespace: string };
  data?: Record<string, string>;
  spec: {
    encryptedData: Record<string, string>;
    imagePullSecrets?: unknown;
    dataFrom?: unknown[];
    target: { template: { data: Record<string, string> } };
  };
}

const { directory, write } = temporaryDirectory();
const PASSWORD = `hunter"2\\:{{ ' `;

function config(secrets: string, credential: string, more = ''): string {
  return `runtimeClass: kata-qemu-snp
kbs:
  address: 172.18.0.3:31731
  repository: { persistentVolumeClaim: kbs-repository }
${more}secrets: ${secrets}
credentials:
  - { registry: registry.example/team, ${credential} }
workloads:
  - { name: web, image: registry.example/team/web, securityContext: { runAsUser: 1, runAsGroup: 1, supplementalGroups: [] } }
`;
}

/** The mistakes of a file that may be of no use at all. */
function mistakesOf(text: string): string {
  try {
    return synthesized(text).mistakes.join('\n');
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

function synthesized(text: string, name = 'coco.yaml') {
  const assembly = assemble(write(name, text), { REGISTRY_PASSWORD: PASSWORD });
  const objects = manifestsIn(assembly.files).flatMap(({ name: file, text: yaml }) =>
    readManifest(yaml, file).map(({ object }) => object as unknown as Found),
  );
  const mistakes = mistakesIn(assembly.findings).map(describeProblem);
  return { ...assembly, objects, mistakes, told: assembly.findings.map(describeProblem) };
}

const { key, certificate } = sealingKey();
write('sealed-secrets.pem', certificate);
const SEALED = '{ backend: sealed, sealed: { certificate: sealed-secrets.pem } }';
const KNOWN = 'username: robot, password: "${REGISTRY_PASSWORD}"';

describe('sealed', () => {
  test('pull Secret and upload get SealedSecrets that open to what plain has, and no secret is in any file', () => {
    const plain = synthesized(config('{ backend: plain }', KNOWN), 'plain/coco.yaml');
    const sealed = synthesized(
      config(SEALED, KNOWN).replace('sealed-secrets.pem', '../sealed-secrets.pem'),
      'sealed/coco.yaml',
    );
    expect(sealed.mistakes).toEqual([]);
    const opened = sealed.objects
      .filter(({ kind }) => kind === 'SealedSecret')
      .map(({ metadata: { name, namespace }, spec }) => [
        `${namespace}/${name}`,
        Object.fromEntries(
          Object.entries(spec.encryptedData).map(([field, value]) => [
            field,
            unseal(value, key, `${namespace}/${name}`).toString('base64'),
          ]),
        ),
      ]);
    const expected = plain.objects
      .filter(({ kind }) => kind === 'Secret')
      .map(({ metadata: { name, namespace }, data }) => [`${namespace}/${name}`, data]);
    expect(opened).toEqual(expected);
    expect(sealed.files.map(({ name, secret }) => [name, secret])).toContainEqual([
      '10-sealed-secrets-default.k8s.yaml',
      false,
    ]);
    expect(sealed.files.some(({ text }) => text.includes('hunter'))).toBe(false);
  });

  test('a second run changes nothing, with the password or without it', () => {
    const first = synthesized(config(SEALED, KNOWN));
    if (first.seals) writeSeals(first.seals);
    const second = synthesized(config(SEALED, KNOWN));
    const without = synthesized(config(SEALED, ''));
    expect([second.files, second.seals]).toEqual([first.files, first.seals]);
    expect([without.mistakes, without.files]).toEqual([[], first.files]);
    expect(readFileSync(first.seals?.path ?? '', 'utf8')).not.toContain('hunter');
  });

  test('a certificate that expires soon is told with its day, on the line that names it, and not in the review', () => {
    const days = 20;
    write('soon.pem', sealingKey('rsa:2048', days).certificate);
    const { told, files } = synthesized(config(SEALED.replace('sealed-secrets', 'soon'), KNOWN));
    const day = new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 7);
    expect(told.join('\n')).toMatch(
      new RegExp(`coco.yaml:5: secrets.sealed.certificate: the certificate expires on ${day}-\\d\\d`),
    );
    expect(files.find(({ name }) => name === 'REVIEW.md')?.text).not.toContain('expires on');
    expect(synthesized(config(SEALED, KNOWN)).told.join('\n')).not.toContain('expires on');
  });

  test('a changed password is sealed anew, and the Job runs again', () => {
    const job = (run: ReturnType<typeof synthesized>) => run.objects.find(({ kind }) => kind === 'Job')?.metadata.name;
    const [one, other] = [
      synthesized(config(SEALED, KNOWN)),
      synthesized(config(SEALED, 'username: robot, password: other')),
    ];
    expect(job(one)).not.toBe(job(other));
  });

  test.each([
    ['no certificate', '{ backend: sealed }', KNOWN, 'write sealed: { certificate: <file> }'],
    ['a file that is missing', '{ backend: sealed, sealed: { certificate: absent.pem } }', KNOWN, 'absent.pem'],
    ['a file that is not PEM', '{ backend: sealed, sealed: { certificate: not.pem } }', KNOWN, 'holds no certificate'],
    ['a key that is not RSA', '{ backend: sealed, sealed: { certificate: ec.pem } }', KNOWN, 'has a key of type ec'],
    [
      'no password and no seal',
      SEALED.replace('certificate', 'scope: cluster-wide, certificate'),
      '',
      'no committed seal|another certificate or scope',
    ],
    ['a remote key', SEALED, 'remote: { key: a, username: u, password: p }', 'does not go with the backend sealed'],
  ])('%s is an error', (_, secrets, credential, message) => {
    write('not.pem', 'hello');
    write('ec.pem', sealingKey('ec').certificate);
    const mistakes = mistakesOf(config(secrets, credential));
    expect(mistakes).toMatch(new RegExp(message));
    expect(mistakes).not.toContain('hunter');
  });
});

describe('a committed seal', () => {
  const OTHER_NAME = `pullSecret: { name: other }\n`;
  const first = () => synthesized(config(SEALED, KNOWN), 'sealed-first/coco.yaml').seals?.text ?? '';
  const replaced = (text: string, from: string | RegExp, to: string) => {
    const result = text.replace(from, to);
    if (result === text) throw new Error(`no ${from}`);
    return result;
  };
  beforeAll(() => write('sealed-first/sealed-secrets.pem', certificate));

  test.each<[string, (text: string) => string, string, string]>([
    ['whose text was changed', (text) => replaced(text, /("value": ")..../, '$1AAAA'), '', 'was changed, or belongs'],
    ['under another name', (text) => replaced(text, '/cococred/', '/other/'), OTHER_NAME, 'was changed, or belongs'],
    ['in another namespace', (text) => replaced(text, '"default/', '"shop/'), '', 'was changed, or belongs'],
    ['under another key', (text) => replaced(text, '.dockerconfigjson', '.dockercfg'), '', 'was changed, or belongs'],
    ['of a Secret by another name', (text) => text, OTHER_NAME, 'there is no committed seal of default/other/'],
  ])('%s is an error, where the password is missing', (name, change, more, message) => {
    const directory = `seal-${name.replace(/\W/g, '-')}`;
    write(`${directory}/sealed-secrets.pem`, certificate);
    write(`${directory}/coco.seals.json`, change(first()));
    const text = more + config(SEALED, '');
    const { mistakes } = synthesized(text, `${directory}/coco.yaml`);
    expect(mistakes.join('\n')).toContain(message);
  });

  test.each([
    ['another certificate', SEALED, () => sealingKey().certificate],
    ['another scope', SEALED.replace('sealed: {', 'sealed: { scope: namespace-wide,'), () => certificate],
  ])('for %s is an error without the password, and sealed anew with it', (name, secrets, pem) => {
    const directory = `seal-for-${name.replace(/\W/g, '-')}`;
    write(`${directory}/sealed-secrets.pem`, pem());
    const seals = first();
    write(`${directory}/coco.seals.json`, seals);
    const without = synthesized(config(secrets, ''), `${directory}/coco.yaml`);
    expect(without.mistakes.join('\n')).toContain('is for another certificate or scope');
    const anew = synthesized(config(secrets, KNOWN), `${directory}/coco.yaml`);
    expect(anew.mistakes).toEqual([]);
    expect(anew.seals?.text).not.toBe(seals);
  });
});

describe('sops', () => {
  const keys = ageKeys();
  const { recipient, identity } = keys;
  const sops = (...recipients: string[]) => `{ backend: sops, sops: { age: [${recipients.join(', ')}] } }`;
  const SOPS = sops(recipient);
  const secretsIn = ({ objects }: ReturnType<typeof synthesized>) => objects.filter(({ kind }) => kind === 'Secret');
  /** Synthesizes and keeps the seals, as `cdk8s-coco synth` does. */
  const kept = (text: string, name: string) => {
    const run = synthesized(text, name);
    if (run.mistakes.length === 0 && run.seals) writeSeals(run.seals);
    return run;
  };

  test('pull Secret and upload get the Secrets of plain, encrypted, each in a file of its own', () => {
    const plain = synthesized(config('{ backend: plain }', KNOWN), 'plain/coco.yaml');
    const encrypted = synthesized(config(SOPS, KNOWN), 'sops/coco.yaml');
    expect(encrypted.mistakes).toEqual([]);
    const opened = secretsIn(encrypted).map((object) => decrypted(object, keys));
    expect(opened).toEqual(secretsIn(plain).map((secret) => ({ ...secret, immutable: undefined })));
    const files = encrypted.files
      .filter(({ name }) => name.startsWith('10-'))
      .map(({ name, secret }) => [name, secret]);
    expect(files).toEqual([
      ['10-sops-secrets-coco-tenant--kbs-upload.k8s.yaml', false],
      ['10-sops-secrets-default--cococred.k8s.yaml', false],
    ]);
    expect(encrypted.files.some(({ text }) => text.includes('hunter'))).toBe(false);
  });

  test('a second run changes nothing, with the password or without it; a rotation changes the Job too', () => {
    const first = kept(config(SOPS, KNOWN), 'again/coco.yaml');
    const second = kept(config(SOPS, KNOWN), 'again/coco.yaml');
    const without = synthesized(config(SOPS, ''), 'again/coco.yaml');
    expect([second.files, second.seals]).toEqual([first.files, first.seals]);
    expect([without.mistakes, without.files]).toEqual([[], first.files]);
    expect(first.seals?.text).not.toContain('hunter');
    const rotated = synthesized(config(SOPS, 'username: robot, password: other-password'), 'again/coco.yaml');
    const job = ({ objects }: typeof first) => objects.find(({ kind }) => kind === 'Job')?.metadata.name;
    expect(job(rotated)).not.toBe(job(first));
  });

  test('two configurations in one directory keep the seals of each', () => {
    const other = `pullSecret: { name: other }\n${config(SOPS, KNOWN)}`;
    const first = kept(config(SOPS, KNOWN), 'two/coco.yaml');
    const second = kept(other, 'two/prod.yaml');
    expect([first, second].map(({ seals }) => basename(seals?.path ?? ''))).toEqual([
      'coco.seals.json',
      'prod.seals.json',
    ]);
    expect(synthesized(config(SOPS, ''), 'two/coco.yaml').files).toEqual(first.files);
    expect(synthesized(other, 'two/prod.yaml').files).toEqual(second.files);
  });

  test('seals of a configuration of another name are found where version 0.1.0 kept them', () => {
    const first = kept(config(SOPS, KNOWN), 'moved/coco.yaml');
    const moved = kept(config(SOPS, ''), 'moved/prod.yml');
    expect(moved.files).toEqual(first.files);
    expect(readFileSync(join(directory, 'moved/prod.seals.json'), 'utf8')).toBe(first.seals?.text);
  });

  test('other recipients mean a new encryption, which needs the password; their order does not matter', () => {
    const other = ageKeys().recipient;
    const first = kept(config(sops(recipient, other), KNOWN), 'recipients/coco.yaml');
    const swapped = synthesized(config(sops(other, recipient), KNOWN), 'recipients/coco.yaml');
    const fewer = synthesized(config(SOPS, KNOWN), 'recipients/coco.yaml');
    const without = synthesized(config(SOPS, ''), 'recipients/coco.yaml');
    expect(swapped.files).toEqual(first.files);
    expect(JSON.stringify(secretsIn(first))).toContain(other);
    expect(JSON.stringify(secretsIn(fewer))).not.toContain(other);
    expect(without.mistakes.join('\n')).toContain('for other keys');
  });

  test('a resource whose file changed is not passed over where the password is missing', () => {
    const more = '  resources: [{ path: a/b/c, file: key.bin }]\n';
    write('resource/key.bin', 'x'.repeat(32));
    kept(config(SOPS, KNOWN, more), 'resource/coco.yaml');
    expect(synthesized(config(SOPS, '', more), 'resource/coco.yaml').mistakes).toEqual([]);
    write('resource/key.bin', 'y'.repeat(32));
    const { mistakes } = synthesized(config(SOPS, '', more), 'resource/coco.yaml');
    expect(mistakes.join('\n')).toContain('kbs-upload/a.b.c,default.containers.auth has other content');
  });

  test.each([
    ['moved to another name', (text: string) => text.replace('default/cococred/', 'default/other/')],
    ['changed', (text: string) => text.replace(/data:[^,]{4}/, 'data:AAAA')],
  ])('a committed text that was %s is an error', (how, change) => {
    const { seals } = kept(config(SOPS, KNOWN), `${how}/coco.yaml`);
    write(`${how}/coco.seals.json`, change(seals?.text ?? ''));
    const { mistakes } = synthesized(config(SOPS, KNOWN), `${how}/coco.yaml`);
    expect(mistakes.join('\n')).toContain('was changed, or belongs elsewhere');
  });

  test.each([
    ['nobody to encrypt for', '{ backend: sops }', KNOWN, 'write sops: { age: [age1…] }'],
    ['an empty list', sops(), KNOWN, 'secrets.sops.age'],
    ['a text that is no key', sops('hunter2'), KNOWN, 'secrets.sops.age[0]: the text is not a public key of age'],
    ['a private key', sops(recipient, identity), KNOWN, 'secrets.sops.age[1]: this is a private key of age'],
    ['one key twice', sops(recipient, recipient), KNOWN, 'secrets.sops.age[1]: stands there twice'],
    [
      'PGP',
      SOPS.replace('age:', 'pgp: [FBC7B9E2A4F9289A], age:'),
      KNOWN,
      'of what SOPS takes, keys of age alone are supported',
    ],
    ['no password and nothing encrypted', SOPS, '', 'without its password nothing can be sealed here'],
    ['a remote key', SOPS, 'remote: { key: a, username: u, password: p }', 'does not go with the backend sops'],
    ['recipients for another backend', SOPS.replace('backend: sops', 'backend: plain'), KNOWN, 'write backend: sops'],
  ])('%s is an error', (_, secrets, credential, message) => {
    const mistakes = mistakesOf(config(secrets, credential));
    expect(mistakes).toContain(message);
    expect(mistakes).not.toMatch(/hunter/);
    expect(mistakes).not.toContain(identity.slice(0, 24));
  });
});

describe('existing', () => {
  const EXISTING =
    '{ backend: existing, existing: { pullSecret: regcred, authFile: { name: registry-auth, key: auth.json } } }';

  test('no Secret is written, and the names that are given are used', () => {
    const { objects, mistakes } = synthesized(config(EXISTING, ''));
    expect(mistakes).toEqual([]);
    expect(objects.map(({ kind }) => kind).sort()).toEqual(['Job', 'Pod']);
    const pod = objects.find(({ kind }) => kind === 'Pod');
    expect(pod?.spec.imagePullSecrets).toEqual([{ name: 'regcred' }]);
    expect(JSON.stringify(objects.find(({ kind }) => kind === 'Job'))).toContain(
      '{"secret":{"items":[{"key":"auth.json","path":"resources/default/containers/auth"}],"name":"registry-auth"}}',
    );
  });

  test.each([
    [EXISTING, KNOWN, 'credentials[0].username: does not go with the backend existing'],
    ['{ backend: existing, existing: { pullSecret: regcred } }', '', 'secrets.existing names no authFile'],
    ['{ backend: existing }', '', 'write existing: { pullSecret: <name> }'],
  ])('%s with %s is an error', (secrets, credential, message) => {
    const { mistakes } = synthesized(config(secrets, credential));
    expect(mistakes.join('\n')).toContain(message);
    expect(mistakes.join('\n')).not.toContain('hunter');
  });
});

describe('external', () => {
  const EXTERNAL = '{ backend: external, external: { store: vault } }';
  const REMOTE = 'remote: { key: registry/robot, username: user, password: token }';

  test('the documents are built in the cluster by templates', () => {
    const { objects, mistakes } = synthesized(config(EXTERNAL, REMOTE));
    expect(mistakes).toEqual([]);
    const auth = '{{ printf "%s:%s" .credential1_username (.credential1_password | trimAll "\\r\\n") | b64enc }}';
    const [upload, pull] = objects.filter(({ kind }) => kind === 'ExternalSecret');
    const defaults = { conversionStrategy: 'Default', decodingStrategy: 'None', metadataPolicy: 'None' };
    expect(pull?.spec).toEqual({
      data: [
        { secretKey: 'credential1_username', remoteRef: { key: 'registry/robot', property: 'user', ...defaults } },
        { secretKey: 'credential1_password', remoteRef: { key: 'registry/robot', property: 'token', ...defaults } },
      ],
      refreshInterval: '1h',
      secretStoreRef: { kind: 'SecretStore', name: 'vault' },
      target: {
        name: 'cococred',
        template: {
          engineVersion: 'v2',
          type: 'kubernetes.io/dockerconfigjson',
          metadata: { labels: expect.objectContaining({ 'app.kubernetes.io/component': 'pull-secret' }) },
          data: { '.dockerconfigjson': `{"auths":{"registry.example/team":{"auth":"${auth}"}}}` },
        },
      },
    });
    expect(upload?.spec.target.template.data['default.containers.auth']).toContain(`{"auth": "${auth}"}`);
  });

  test('a store is asked for what Job and CronJob bring to the guest; without a schedule that is told', () => {
    const once = synthesized(config(EXTERNAL, REMOTE));
    expect(once.told.join('\n')).toContain('coco.yaml:2: kbs: credentials come from a store, and the upload has no');
    const scheduled = synthesized(config(EXTERNAL, REMOTE, '  upload: { schedule: "@hourly" }\n'));
    expect(scheduled.told.join('\n')).not.toContain('has no schedule');
    const operator = config(EXTERNAL, REMOTE).replace('persistentVolumeClaim: kbs-repository', 'operatorSecret: true');
    expect(synthesized(operator).told.join('\n')).not.toContain('has no schedule');
  });

  test('a generator makes tokens, once for all credentials that name it; without a schedule that is told', () => {
    const generator = 'generator: { kind: ECRAuthorizationToken, name: ecr }';
    const text = config(EXTERNAL, generator).replace(
      'workloads:',
      `  - { registry: registry.example/two, ${generator} }\nworkloads:\n  - { name: two, image: registry.example/two/a }`,
    );
    const { objects, told } = synthesized(text);
    const [upload] = objects.filter(({ kind }) => kind === 'ExternalSecret');
    expect(upload?.spec.dataFrom).toHaveLength(1);
    expect(upload?.spec).not.toHaveProperty('secretStoreRef');
    expect(synthesized(config('{ backend: external }', generator)).mistakes).toEqual([]);
    expect(told.join('\n')).toContain('the upload has no schedule');
    const scheduled = synthesized(
      text.replace('repository: {', 'upload: { schedule: "*/30 * * * *" }\n  repository: {'),
    );
    expect(scheduled.told.join('\n')).not.toContain('the upload has no schedule');
  });

  test.each([
    ['{ backend: external }', REMOTE, '', 'secrets.external names no store'],
    [EXTERNAL, 'remote: { username: u, password: p }', '', 'credentials[0].remote.key: is missing'],
    [EXTERNAL, KNOWN, '', 'credentials[0].password: does not go with the backend external'],
    [EXTERNAL, '', '', 'says neither remote nor generator'],
    [
      EXTERNAL,
      REMOTE,
      '  resources: [{ path: a/b/c, file: key.bin }]\n',
      'the content of resource a.b.c is a file here',
    ],
    ['{ backend: external, external: { store: vault, refreshInterval: often } }', REMOTE, '', 'must be a duration'],
    [
      '{ backend: plain, external: { store: vault } }',
      KNOWN,
      '',
      'secrets.external: does not go with the backend plain',
    ],
  ])('%s with %s is an error', (secrets, credential, more, message) => {
    write('key.bin', 'x'.repeat(32));
    const { mistakes } = synthesized(config(secrets, credential, more));
    expect(mistakes.join('\n')).toContain(message);
    expect(mistakes.join('\n')).not.toContain('hunter');
  });
});

test('a resource may be in a Secret that something else makes', () => {
  const { objects, mistakes } = synthesized(
    config('{ backend: plain }', KNOWN, '  resources: [{ path: a/b/c, secret: { name: keys, key: web } }]\n'),
  );
  expect(mistakes).toEqual([]);
  expect(JSON.stringify(objects)).toContain('"name":"keys"');
});

test('with commitPlaintext Git takes the passwords, and each run says so', () => {
  const { files, told } = synthesized(config('{ backend: plain, commitPlaintext: true }', KNOWN));
  expect(files.map(({ name, secret }) => [name, secret])).toContainEqual([
    '10-plaintext-secrets-default.k8s.yaml',
    false,
  ]);
  expect(told.join('\n')).toContain('the passwords go into files that Git takes');
});

test('the backends differ in secret-bearing objects and the name of the Job alone', () => {
  const others = (text: string) =>
    synthesized(text, 'compare/coco.yaml')
      .objects.filter(({ kind }) => !/Secret$/.test(kind))
      .map((object) => JSON.stringify(object).replace(/kbs-upload-[0-9a-f]{10}/, 'kbs-upload-…'));
  write('compare/sealed-secrets.pem', certificate);
  const plain = others(config('{ backend: plain }', KNOWN));
  expect(others(config(SEALED, KNOWN))).toEqual(plain);
  expect(others(config(`{ backend: sops, sops: { age: [${ageKeys().recipient}] } }`, KNOWN))).toEqual(plain);
  expect(
    others(config('{ backend: external, external: { store: vault } }', 'remote: { key: k, username: u, password: p }')),
  ).toEqual(plain);
});
