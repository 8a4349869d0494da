import { RuntimeClass } from '../guest/runtime-class';
import { type JsonObject, objectOf, objectsIn } from '../input/json';
import { memoized } from '../input/memoized';
import type { LocatedObject } from '../kubernetes/located-object';
import { podTemplatePath, templateAt } from '../workload/pod-template';
import { type AuthFileView, uploadedAuthFiles } from './auth-file-view';
import { guestKey, guestView } from './guest-view';
import { PodView } from './pod-view';
import { providedPaths } from './provided-resources';
import { type SecretView, secretView } from './secret-view';

/** What a set of objects is to a cluster that has nothing else. */
export class ClusterView {
  /** Pods and Pod templates, in the order of the objects. */
  public readonly pods: readonly PodView[];
  /** The confidential ones of {@link pods}. */
  public readonly confidentialPods: readonly PodView[];
  public readonly secrets: readonly SecretView[];
  /** Paths of the KBS resources that uploads in the set provide; undefined where there is no upload. */
  public readonly resourcePaths: ReadonlySet<string> | undefined;
  /** Registry authentication files for guests. */
  public readonly authFiles: readonly AuthFileView[];
  /** Of several by one name the first. */
  private readonly byName = new Map<string, SecretView>();

  /**
   * @param runtimeClassOf what is known of a runtime class by its name, such as its release of Kata.
   * @param authFiles registry authentication files beside the objects
   */
  public constructor(
    public readonly objects: readonly LocatedObject[],
    runtimeClassOf: (name: string) => RuntimeClass = RuntimeClass.of,
    authFiles: readonly AuthFileView[] = [],
  ) {
    const guestOf = memoized(guestView, guestKey);
    this.pods = objects.flatMap((located) => podsOf(located, runtimeClassOf, guestOf));
    this.confidentialPods = this.pods.filter((pod) => pod.isConfidential);
    this.secrets = objects.filter(({ object }) => object.kind === 'Secret').map(secretView);
    for (const secret of this.secrets) {
      const key = secretKey(secret.namespace, secret.name);
      if (!this.byName.has(key)) this.byName.set(key, secret);
    }
    const provided = objects.flatMap(({ object }) => providedPaths(object) ?? []);
    this.resourcePaths = provided.length > 0 ? new Set(provided) : undefined;
    this.authFiles = [...authFiles, ...uploadedAuthFiles(this)];
  }

  /** A Secret by namespace and name. */
  public secret(namespace: string, name: string): SecretView | undefined {
    return this.byName.get(secretKey(namespace, name));
  }
}

function secretKey(namespace: string, name: string): string {
  return JSON.stringify([namespace, name]);
}

function podsOf(
  located: LocatedObject,
  runtimeClassOf: (name: string) => RuntimeClass,
  guestOf: typeof guestView,
): PodView[] {
  const path = podTemplatePath(located.object) ?? customPath(located.object);
  const template = path && templateAt(located.object, path);
  return path && template ? [new PodView(located, path, template, runtimeClassOf, guestOf)] : [];
}

/** Custom resources have their Pod template at `spec.template` as a rule. */
function customPath(object: JsonObject): readonly string[] | undefined {
  const path = ['spec', 'template'];
  const template = templateAt(object, path);
  return objectsIn(objectOf(template?.spec).containers).length > 0 ? path : undefined;
}
