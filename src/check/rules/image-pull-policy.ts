import { quoteValue } from '../../input/quote';
import { ImageReference } from '../../registry/image-reference';
import type { Rule } from '../rule';
import { examplePod } from './example';

export const imagePullPolicy: Rule = {
  name: 'image-pull-policy',
  severity: 'warning',
  summary: 'The containers of a confidential Pod have imagePullPolicy: Always.',
  why: 'where the node has the image already, containerd may not set it up for the guest to pull',
  fix: 'write imagePullPolicy: Always',
  examples: {
    fails: examplePod({ container: ', imagePullPolicy: IfNotPresent' }),
    passes: examplePod(),
  },
  *check(view) {
    for (const pod of view.confidentialPods) {
      if (pod.hasVendorClass) continue;
      for (const { container, path, image } of pod.containers) {
        const { imagePullPolicy: policy } = container;
        if (image === undefined || policy === 'Always' || (policy === undefined && isLatest(image))) continue;
        const field = policy === undefined ? path : [...path, 'imagePullPolicy'];
        const found = policy === undefined ? 'no imagePullPolicy' : `imagePullPolicy ${quoteValue(policy)}`;
        yield { at: pod.owner, field, what: `container ${quoteValue(container.name ?? '')} has ${found}` };
      }
    }
  },
};

/** Where none is written, Kubernetes takes Always for the tag latest, and IfNotPresent otherwise. */
function isLatest(image: string): boolean {
  const reference = ImageReference.tryParse(image);
  return reference !== undefined && reference.digest === undefined && (reference.tag ?? 'latest') === 'latest';
}
