import { objectsIn } from '../input/json';
import type { FieldPath } from '../kubernetes/field-places';
import type { LocatedObject } from '../kubernetes/located-object';
import { AuthMap, isUnusable } from '../registry/auth-map';
import { isJsonObject, type JsonMember } from '../registry/json-document';
import type { PodView } from './pod-view';
import { isUpload } from './provided-resources';
import type { SecretView } from './secret-view';

/** A registry authentication file for guests: a file of its own, or a key of a Secret that goes to the KBS. */
export interface AuthFileView {
  readonly at: LocatedObject;
  /** Where its text stands in the object; empty for a file of its own. */
  readonly field: FieldPath;
  /** Path of the KBS resource that it becomes, where that is known. */
  readonly path?: string;
  readonly map: AuthMap;
}

/** Where an upload of ours mounts what it uploads, by the paths of the resources. */
const MOUNTED = 'resources/';

/** What is asked for the Secrets that uploads mount. */
interface Mounts {
  readonly pods: readonly PodView[];
  secret(namespace: string, name: string): SecretView | undefined;
}

/** The authentication files in Secrets that uploads mount. */
export function uploadedAuthFiles(view: Mounts): AuthFileView[] {
  return view.pods
    .filter(({ labels }) => isUpload(labels))
    .flatMap((pod) =>
      pod.projectedSecrets.flatMap((source) => {
        const secret = view.secret(pod.namespace, String(source.name));
        return secret ? objectsIn(source.items).flatMap((item) => authFileIn(secret, item.key, item.path)) : [];
      }),
    );
}

function authFileIn({ located, name, data, fields }: SecretView, key: unknown, path: unknown): AuthFileView[] {
  const content = typeof key === 'string' ? data.get(key) : undefined;
  if (content === undefined || typeof path !== 'string' || !path.startsWith(MOUNTED)) return [];
  const map = new AuthMap(`Secret ${name}`, content);
  const field = [...(fields.get(String(key)) ?? [])];
  return hasAuths(map) ? [{ at: located, field, path: path.slice(MOUNTED.length), map }] : [];
}

/** Whether a document looks like an authentication file, rather than like another resource. */
function hasAuths(map: AuthMap): boolean {
  return entriesOf(map).length > 0;
}

/** The entries under `auths`, as far as they can be read. */
export function entriesOf(map: AuthMap): readonly JsonMember[] {
  const document = map.read();
  if (isUnusable(document) || !isJsonObject(document.value)) return [];
  const auths = document.value.get('auths');
  return isJsonObject(auths) ? auths.list : [];
}
