import { Annotation } from '../guest/annotations';
import type { RuntimeClass } from '../guest/runtime-class';
import { isObject, type JsonObject, objectOf, objectsIn } from '../input/json';
import { InputError } from '../input/problem';
import type { FieldPath } from '../kubernetes/field-places';
import { describeObject, namespaceOf, textsIn } from '../kubernetes/identity';
import type { LocatedObject } from '../kubernetes/located-object';
import { pullSecretNames } from '../workload/pod-template';
import { CONTAINER_LISTS } from '../workload/template-checks';
import type { GuestView } from './guest-view';

/** A container, and where it stands in its object. */
export interface ContainerView {
  readonly container: JsonObject;
  readonly path: FieldPath;
  /** As it is written; undefined where there is none. */
  readonly image?: string;
}

/** A Pod, or the Pod template of a controller. */
export class PodView {
  public readonly namespace: string;
  public readonly spec: JsonObject;
  public readonly annotations: Readonly<Record<string, string>>;
  public readonly labels: Readonly<Record<string, string>>;
  /** Name of the runtime class, where there is one. */
  public readonly runtimeClassName?: string;
  /** The runtime class, where its name is one that Kubernetes takes. */
  public readonly runtimeClass?: RuntimeClass;
  public readonly containers: readonly ContainerView[];
  /** Names of the pull Secrets. */
  public readonly pullSecrets: readonly string[];
  private readGuest: GuestView | undefined;

  /**
   * @param owner the object that it is in
   * @param path from the object to its Pod template; empty for a Pod.
   * @param guestOf {@link guestView}, which many Pods may share
   */
  public constructor(
    public readonly owner: LocatedObject,
    public readonly path: FieldPath,
    template: JsonObject,
    runtimeClassOf: (name: string) => RuntimeClass,
    private readonly guestOf: (annotations: Readonly<Record<string, string>>) => GuestView,
  ) {
    this.namespace = namespaceOf(owner.object);
    this.spec = objectOf(template.spec);
    const metadata = objectOf(template.metadata);
    this.annotations = textsIn(metadata.annotations);
    this.labels = textsIn(metadata.labels);
    const { runtimeClassName } = this.spec;
    this.runtimeClassName = typeof runtimeClassName === 'string' ? runtimeClassName : undefined;
    this.runtimeClass =
      this.runtimeClassName === undefined ? undefined : classOf(this.runtimeClassName, runtimeClassOf);
    this.containers = CONTAINER_LISTS.flatMap((list) => this.containersOf(list));
    this.pullSecrets = pullSecretNames(this.spec);
  }

  /** Whether it is to run in a TEE, or as if it did: under a class that is known for it, or with configuration for a guest. */
  public get isConfidential(): boolean {
    const tee = this.runtimeClass?.known === true && this.runtimeClass.tee !== 'none';
    return tee || this.annotations[Annotation.INITDATA] !== undefined || this.guest.authFile !== undefined;
  }

  /** `Deployment shop/web`. */
  public get title(): string {
    return describeObject(this.owner.object);
  }

  /** The images of its containers as they are written, each once, sorted. */
  public get images(): string[] {
    return [...new Set(this.containers.flatMap(({ image }) => image ?? []))].sort();
  }

  /** What protects its guest, as far as that is known of the class. */
  public get tee(): string | undefined {
    return this.runtimeClass?.known ? this.runtimeClass.tee : undefined;
  }

  /** Whether a cloud provider runs its guest, which reads the pull Secrets. */
  public get isPeerPod(): boolean {
    return this.runtimeClass?.peerPods ?? false;
  }

  /** Whether it runs under a class of a vendor, who does not say how its nodes are set up. */
  public get hasVendorClass(): boolean {
    return this.runtimeClass?.known === true && this.runtimeClass.tee === 'unknown';
  }

  /** What the annotations tell the guest. */
  public get guest(): GuestView {
    this.readGuest ??= this.guestOf(this.annotations);
    return this.readGuest;
  }

  /** What its volumes project of Secrets. */
  public get projectedSecrets(): JsonObject[] {
    const projected = objectsIn(this.spec.volumes).map((volume) => objectOf(volume.projected));
    return projected.flatMap(({ sources }) => objectsIn(sources).map(({ secret }) => secret)).filter(isObject);
  }

  /** Path of a field of the Pod template in its object. */
  public field(...path: FieldPath): FieldPath {
    return [...this.path, ...path];
  }

  private containersOf(list: string): ContainerView[] {
    const items = this.spec[list];
    return (Array.isArray(items) ? items : []).flatMap((container: unknown, index): ContainerView[] => {
      if (!isObject(container)) return [];
      const image = typeof container.image === 'string' ? container.image : undefined;
      return [{ container, path: this.field('spec', list, index), image }];
    });
  }
}

function classOf(name: string, runtimeClassOf: (name: string) => RuntimeClass): RuntimeClass | undefined {
  try {
    return runtimeClassOf(name);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
