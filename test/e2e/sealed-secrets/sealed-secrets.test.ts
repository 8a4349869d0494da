import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sealingKey } from '../../secrets/seal-certificates';
import { temporaryDirectory } from '../../temporary-directory';
import { BUILDING_MS } from '../go';
import { answersOf, objectsOf } from '../secret-backends';

interface Sealed {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly annotations?: object };
  readonly spec: { readonly encryptedData: object; readonly template: { readonly metadata: object } };
}

interface Answer {
  readonly secret?: { readonly type?: string; readonly data: Readonly<Record<string, string>> };
  readonly error?: string;
}

const { directory } = temporaryDirectory();
const { key, certificate } = sealingKey();
const PASSWORD = `p"a\\s:s{{ }}'`;

/** What the controller's own code makes of SealedSecrets. */
function unseal(sealed: readonly object[]): Answer[] {
  return answersOf('sealed-secrets', 'sealed-secrets', { key, sealed })[0] as Answer[];
}

function sealedObjects(scope: string): Sealed[] {
  const project = join(directory, scope);
  const secrets = `{ backend: sealed, sealed: { certificate: ../certificate.pem, scope: ${scope} } }`;
  writeFileSync(join(directory, 'certificate.pem'), certificate);
  const objects = objectsOf(project, secrets, [`username: robot, password: '${PASSWORD.replaceAll("'", "''")}'`]);
  return objects.filter(({ kind }) => kind === 'SealedSecret') as unknown as Sealed[];
}

/** The same object under another name, or in another namespace. */
function moved(sealed: Sealed, to: { name?: string; namespace?: string }): Sealed {
  const { spec, metadata } = sealed;
  const template = { ...spec.template, metadata: { ...spec.template.metadata, ...to } };
  return { ...sealed, metadata: { ...metadata, ...to }, spec: { ...spec, template } };
}

test.each([
  ['strict', false, false],
  ['namespace-wide', true, false],
  ['cluster-wide', true, true],
])(
  'with scope %s the controller opens what is sealed, elsewhere only as far as the scope goes',
  (scope, otherName, otherNamespace) => {
    const sealed = sealedObjects(scope);
    expect(sealed).toHaveLength(2);
    const opened = unseal(sealed);
    const documents = opened.map(({ secret }) => {
      const [value = ''] = Object.values(secret?.data ?? {});
      return JSON.parse(Buffer.from(value, 'base64').toString()) as { auths: Record<string, { auth: string }> };
    });
    const auth = Buffer.from(`robot:${PASSWORD}`).toString('base64');
    expect(documents.map(({ auths }) => auths['registry.example/team0']?.auth)).toEqual([auth, auth]);
    expect(opened.map(({ secret }) => secret?.type)).toContain('kubernetes.io/dockerconfigjson');
    const opens = (to: object) => unseal(sealed.map((one) => moved(one, to))).map(({ error }) => error === undefined);
    expect(opens({ name: 'other' })).toEqual([otherName, otherName]);
    expect(opens({ namespace: 'other' })).toEqual([otherNamespace, otherNamespace]);
  },
  BUILDING_MS,
);

test(
  'another key does not open it',
  () => {
    const sealed = sealedObjects('strict');
    const [answers] = answersOf('sealed-secrets', 'sealed-secrets', { key: sealingKey().key, sealed }) as [Answer[]];
    expect(answers.map(({ error }) => error)).toEqual([
      expect.stringContaining('decrypt'),
      expect.stringContaining('decrypt'),
    ]);
  },
  BUILDING_MS,
);
