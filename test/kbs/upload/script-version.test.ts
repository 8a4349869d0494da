import { createHash } from 'node:crypto';
import { readScript } from '../../../src/kbs/upload/script';

/**
 * The versions that the scripts say they are unchanged since, so that a reviewer need not read them again. A script that is
 * changed says the version that is to be released next, and has a new line here.
 */
test.each([
  ['upload.sh', '0.2.0', 'c39a6e87bab960a3f30958144f3e17ad1e137d48ee8a19e084f940df601f1fdc'],
  ['upload-api.sh', '0.2.0', '5c3bd9749dbe477a067ec4609b9cc6b85bc1ddaf4740482f9a166e5e05fd5b36'],
] as const)('%s is unchanged since version %s, as it says', (name, version, digest) => {
  const script = readScript(name);
  expect(script).toContain(`# Script of cdk8s-coco, unchanged since version ${version}.\n`);
  expect(createHash('sha256').update(script).digest('hex')).toBe(digest);
});
