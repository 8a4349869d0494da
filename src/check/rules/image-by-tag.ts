import { quote } from '../../input/quote';
import { ImageReference } from '../../registry/image-reference';
import type { Rule } from '../rule';
import { examplePod } from './example';

export const imageByTag: Rule = {
  name: 'image-by-tag',
  severity: 'info',
  summary: 'The images of a confidential Pod are named by digest.',
  why: 'whoever controls the registry or the node can put another image behind a tag',
  fix: 'write the image as <repository>@sha256:…',
  examples: { fails: examplePod({ image: 'registry.example/team/web:1' }), passes: examplePod() },
  *check(view) {
    for (const pod of view.confidentialPods) {
      for (const { path, image } of pod.containers) {
        const reference = image === undefined ? undefined : ImageReference.tryParse(image);
        if (!reference || reference.digest !== undefined) continue;
        yield { at: pod.owner, field: [...path, 'image'], what: `image ${quote(image ?? '')} has no digest` };
      }
    }
  },
};
