import { Testing } from 'cdk8s';
import { CommittedSeals } from '../../src/secrets/committed-seals';
import { unseal } from '../../src/secrets/seal';
import { SealedBackend } from '../../src/secrets/sealed-backend';
import { sealingKey } from './seal-certificates';

const { key, certificate } = sealingKey();

// As the controller reads them (sealed-secrets, `SecretScope`): by another scope it could not open the values.
test.each([
  ['strict', undefined, 'shop/cococred'],
  ['namespace-wide', { 'sealedsecrets.bitnami.com/namespace-wide': 'true' }, 'shop'],
  ['cluster-wide', { 'sealedsecrets.bitnami.com/cluster-wide': 'true' }, ''],
] as const)('scope %s is said on the object and on its Secret, and sealed for', (scope, annotations, label) => {
  const chart = Testing.chart();
  const backend = new SealedBackend({ certificate, scope, seals: CommittedSeals.none() });
  backend.provide(chart, 'Secret', {
    metadata: { name: 'cococred', namespace: 'shop', labels: { team: 'a' } },
    type: 'kubernetes.io/dockerconfigjson',
    data: { password: Buffer.from('hunter2') },
  });
  const [{ metadata, spec }] = Testing.synth(chart);
  const common = { name: 'cococred', namespace: 'shop', labels: { team: 'a' }, ...(annotations && { annotations }) };
  expect(metadata).toEqual(common);
  expect(spec.template).toEqual({ type: 'kubernetes.io/dockerconfigjson', metadata: common });
  expect(unseal(spec.encryptedData.password, key, label).toString()).toBe('hunter2');
});
