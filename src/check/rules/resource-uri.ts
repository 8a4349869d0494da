import { ResourceUri } from '../../kbs/resource-uri';
import { hasPlaceholder } from '../placeholder';
import type { PodView } from '../pod-view';
import type { Rule, Violation } from '../rule';
import { examplePod } from './example';
import { problemsOf, violations } from './problems';

export const resourceUri: Rule = {
  name: 'resource-uri',
  severity: 'error',
  summary:
    'The resources that a guest is to fetch are URIs that the KBS serves, and an upload in the same files provides them.',
  why: 'the guest does not get it from the KBS, and pulls no image',
  fix: 'write kbs:///default/containers/auth, with three slashes and three segments',
  examples: {
    fails: examplePod({ kernelParameters: 'agent.image_registry_auth=kbs://default/containers/auth' }),
    passes: examplePod(),
  },
  *check(view) {
    for (const pod of view.confidentialPods) {
      for (const uri of [pod.guest.authFile, pod.guest.imagePolicy]) {
        // Files in the guest, and whatever a vendor has.
        if (uri?.startsWith('kbs:') && !hasPlaceholder(uri)) yield* check(pod, uri, view.resourcePaths);
      }
    }
  },
};

function* check(pod: PodView, uri: string, provided: ReadonlySet<string> | undefined): Iterable<Violation> {
  const field = pod.field('metadata', 'annotations');
  const wrong = problemsOf(() => ResourceUri.parse(uri));
  yield* violations(pod.owner, field, wrong);
  if (wrong.length > 0 || !provided) return;
  const { path, repository, type } = ResourceUri.parse(uri);
  if (provided.has(path) || provided.has(`${repository}/${type}/*`)) return;
  const what = `no upload in these files provides ${uri}`;
  const severity = 'warning';
  yield {
    at: pod.owner,
    field,
    what,
    why: 'unless the KBS has it already, the guest pulls no image',
    fix: `upload ${path}, or name what is uploaded`,
    severity,
  };
}
