/** Annotations of a Pod that CoCo's host side reads. On controllers they belong on the Pod template. */
export const Annotation = {
  /** Runtime handler by which containerd picks the snapshotter, one that leaves the layers to the guest. */
  RUNTIME_HANDLER: 'io.containerd.cri.runtime-handler',
  /** Parameters that Kata appends to the guest's kernel command line. */
  KERNEL_PARAMETERS: 'io.katacontainers.config.hypervisor.kernel_params',
  /**
   * Initdata: base64(gzip(TOML)). Kata took it as `io.katacontainers.config.runtime.cc_init_data` before
   * September 2025 (3.21; kata-containers pull requests 11693 and 11711).
   */
  INITDATA: 'io.katacontainers.config.hypervisor.cc_init_data',
} as const;

/** Limit of the API server for all annotations of an object, names and values (`TotalAnnotationSizeLimitB`). */
export const ANNOTATION_LIMIT_BYTES = 256 * 1024;

/** Annotations by name. */
export type Annotations = Readonly<Record<string, string>>;
