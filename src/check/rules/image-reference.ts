import { ImageReference } from '../../registry/image-reference';
import { hasPlaceholder } from '../placeholder';
import type { Rule } from '../rule';
import { examplePod } from './example';
import { problemsOf, violations } from './problems';

export const imageReference: Rule = {
  name: 'image-reference',
  severity: 'error',
  summary: 'The images of a confidential Pod are named as the kubelet and containerd read it.',
  why: 'the kubelet does not start the container: InvalidImageName',
  fix: 'write [host[:port]/]path[:tag][@digest], in lower case but for the tag',
  examples: { fails: examplePod({ image: 'registry.example/Team/web:1' }), passes: examplePod() },
  *check(view) {
    for (const pod of view.confidentialPods) {
      for (const { path, image } of pod.containers) {
        if (image === undefined || hasPlaceholder(image)) continue;
        yield* violations(
          pod.owner,
          [...path, 'image'],
          problemsOf(() => ImageReference.parse(image)),
        );
      }
    }
  },
};
