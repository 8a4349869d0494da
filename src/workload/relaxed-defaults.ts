/** What is relaxed of the properties of a container, in every release of cdk8s-plus. */
interface ContainerProps {
  readonly image: string;
  readonly resources?: object;
  readonly securityContext?: object;
}

/** What is relaxed of the properties of a Pod or another workload. */
interface PodProps {
  readonly containers?: readonly ContainerProps[];
  readonly initContainers?: readonly ContainerProps[];
  readonly securityContext?: object;
}

/**
 * Container properties with those defaults of cdk8s-plus relaxed under which the example of the CoCo documentation would
 * not run. What the user sets stays. The defaults in question, and why they go:
 *
 * - `ensureNonRoot: true`: most images name no user, and the kubelet then refuses to start the container. The boundary
 *   that keeps a root process off the host is the guest, not its user id.
 * - `readOnlyRootFilesystem: true`: images that write anywhere but to a volume fail at their first write.
 * - CPU and memory (1–1.5 CPU, 0.5–2 GiB): a guest is sized by the sum of its limits, so each small Pod would take a
 *   large virtual machine, or stay unscheduled.
 */
export function relaxContainer<T extends ContainerProps>(container: T): T {
  return {
    ...container,
    resources: container.resources ?? {},
    securityContext: { ensureNonRoot: false, readOnlyRootFilesystem: false, ...container.securityContext },
  };
}

/** {@link relaxContainer} for all containers of a workload, and for its Pods: `ensureNonRoot` again. */
export function relaxPod<T extends PodProps>(props: T): T {
  return {
    ...props,
    containers: props.containers?.map(relaxContainer),
    initContainers: props.initContainers?.map(relaxContainer),
    securityContext: { ensureNonRoot: false, ...props.securityContext },
  };
}
