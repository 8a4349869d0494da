/** What stands before the names of annotations that Kata lets through only where its configuration says so. */
export const HYPERVISOR_PREFIX = 'io.katacontainers.config.hypervisor.';

/** Annotations of a Pod that CoCo's host side reads. On controllers they belong on the Pod template. */
export const Annotation = {
  /** Runtime handler by which containerd picks the snapshotter, one that leaves the layers to the guest. */
  RUNTIME_HANDLER: 'io.containerd.cri.runtime-handler',
  /** Parameters that Kata appends to the guest's kernel command line. */
  KERNEL_PARAMETERS: 'io.katacontainers.config.hypervisor.kernel_params',
  /** Initdata: base64(gzip(TOML)). */
  INITDATA: 'io.katacontainers.config.hypervisor.cc_init_data',
  /** Where Kata's runtime in Go took initdata from before 3.20 (August 2025; kata-containers pull request 11693). */
  OLD_INITDATA: 'io.katacontainers.config.runtime.cc_init_data',
} as const;

/** Limit of the API server for all annotations of an object, names and values (`TotalAnnotationSizeLimitB`). */
export const ANNOTATION_LIMIT_BYTES = 256 * 1024;

/** Annotations by name. */
export type Annotations = Readonly<Record<string, string>>;
