import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { assemble } from '../../src/app/assemble';
import { validateKubernetesObject } from '../kubernetes-schema';
import { ageKeys, decrypted, withRecipient } from '../secrets/age-keys';
import { temporaryDirectory } from '../temporary-directory';
import { synthesized } from './synthesized';

const { directory, write } = temporaryDirectory();
const examples = join(directory, 'examples');
cpSync('examples', examples, { recursive: true });
// The key that the example tells the user to make.
write(
  'examples/encrypted-and-signed/secrets/image_key',
  Uint8Array.from({ length: 32 }, (_, index) => index),
);

const keys = ageKeys();
const sops = join(examples, 'secrets-sops/coco.yaml');
write('examples/secrets-sops/coco.yaml', withRecipient(readFileSync(sops, 'utf8'), keys));

const names = readdirSync(examples);

test.each(names)('%s synthesizes to objects that Kubernetes takes', (name) => {
  const { objects } = synthesized(join(examples, name, 'coco.yaml'));
  expect(objects.length).toBeGreaterThan(1);
  const builtIn = objects
    .map((object) => decrypted(object, keys))
    .filter(({ apiVersion }) => !/^(argoproj\.io|external-secrets\.io|bitnami\.com)\//.test(apiVersion));
  for (const object of builtIn) expect(() => validateKubernetesObject(object)).not.toThrow();
});

test.each(names)('%s holds YAML that parses', (name) => {
  for (const file of readdirSync(join(examples, name)).filter((path) => path.endsWith('.yaml'))) {
    const documents = parseAllDocuments(readFileSync(join(examples, name, file), 'utf8'));
    expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  }
});

test('a binary key arrives in its Secret byte for byte', () => {
  const { objects } = synthesized(join(examples, 'encrypted-and-signed', 'coco.yaml'));
  const values = objects.flatMap(({ data = {} }) => Object.values(data));
  expect(values).toContain(Buffer.from(Uint8Array.from({ length: 32 }, (_, index) => index)).toString('base64'));
});

test('own manifests: what has a credential is confidential, custom resources too, the rest is not', () => {
  const { files } = synthesized(join(examples, 'own-manifests', 'coco.yaml'));
  const classes = (files['40-manifests-shop'] ?? []).map(({ kind, metadata, spec }) => {
    const { template } = (spec ?? {}) as { template?: { spec: { runtimeClassName?: string } } };
    return [`${kind} ${metadata.name}`, template?.spec.runtimeClassName];
  });
  expect(Object.fromEntries(classes)).toEqual({
    'Deployment web': 'kata-qemu-snp',
    'Service web': undefined,
    'Deployment cache': undefined,
    'Rollout api': 'kata-qemu-snp',
  });
});

test('the sealed example needs no password, and is written as it is committed', () => {
  const example = join(examples, 'secrets-sealed');
  const { objects, warnings } = synthesized(join(example, 'coco.yaml'));
  const { seals } = assemble(join(example, 'coco.yaml'), {});
  expect(warnings).toEqual([]);
  const secrets = objects.filter(({ kind }) => /Secret$/.test(kind));
  expect(secrets.map(({ kind, metadata: { namespace, name } }) => `${kind} ${namespace}/${name}`)).toEqual([
    'SealedSecret coco-tenant/kbs-upload',
    'SealedSecret shop/cococred',
  ]);
  expect(seals?.text).toBe(readFileSync(join(example, 'coco.seals.json'), 'utf8'));
});
