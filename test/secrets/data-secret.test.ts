import { Testing } from 'cdk8s';
import { DataSecret } from '../../src/secrets/data-secret';

test('content goes into data, text and bytes alike', () => {
  const chart = Testing.chart();
  const secret = new DataSecret(chart, 'Secret', {
    metadata: { name: 'secret', namespace: 'ns' },
    type: 'example/type',
    data: { text: 'ä\n', bytes: Uint8Array.of(0, 255, 10) },
  });
  secret.addStringData('later', 'x');

  expect(Testing.synth(chart)).toEqual([
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'secret', namespace: 'ns' },
      type: 'example/type',
      immutable: false,
      data: { text: 'w6QK', bytes: 'AP8K', later: 'eA==' },
    },
  ]);
  expect(secret.getStringData('text')).toBe('ä\n');
  expect(secret.getStringData('absent')).toBeUndefined();
});
