import type { KataReleases } from './kata-version';

/** What protects the guest's memory. */
export type Tee =
  | 'none (development)'
  | 'none'
  | 'AMD SEV-SNP'
  | 'Intel TDX'
  | 'Arm CCA'
  | 'IBM Secure Execution'
  | 'cloud provider'
  | 'unknown';

/**
 * What a class lets through: names of annotations below `io.katacontainers.config.hypervisor.`, as Kata's
 * `enable_annotations` has them.
 */
export type EnabledAnnotations = Readonly<Record<string, KataReleases>>;

/** What is known of a runtime class that kata-deploy or a vendor installs. */
export interface CatalogueEntry {
  readonly tee: Tee;
  /** @default - a vendor decides */
  readonly enabled?: EnabledAnnotations;
  /** Releases of kata-deploy that install it. */
  readonly releases?: KataReleases;
  /** Kata's runtime in Rust, which ignores what it does not let through, where the one in Go refuses the Pod. */
  readonly rust?: boolean;
  /** The channel that `auto` takes where nobody knows what passes. */
  readonly usual?: 'initdata';
}

const ALWAYS: KataReleases = {};

const GO: EnabledAnnotations = {
  kernel_params: ALWAYS,
  enable_iommu: ALWAYS,
  kernel_verity_params: { since: '3.27' },
  virtio_fs_extra_args: { before: '3.31' },
};
/** What Kata calls `DEFENABLEANNOTATIONS_COCO`, for a class that has it since a release. */
const goCoco = (since: string): EnabledAnnotations => ({
  ...GO,
  default_vcpus: { since },
  default_memory: { since },
  cc_init_data: { since },
});
const GO_TEE: EnabledAnnotations = { ...goCoco('3.20'), default_vcpus: ALWAYS, default_memory: ALWAYS };

const RUST: EnabledAnnotations = {
  kernel_params: ALWAYS,
  enable_iommu: { since: '3.24' },
  default_vcpus: { since: '3.24' },
  default_memory: { since: '3.24' },
  kernel_verity_params: { since: '3.27' },
  virtio_fs_extra_args: { since: '3.24', before: '3.31' },
};
const RUST_COCO: EnabledAnnotations = { ...RUST, cc_init_data: { since: '3.20' } };
/** Since kata-containers pull request 13537, the NVIDIA classes of the Rust runtime let nothing through but initdata. */
const RUST_NVIDIA: EnabledAnnotations = Object.fromEntries(
  Object.entries(RUST).map(([name, releases]) => [name, { before: '4.1', ...releases }]),
);

const REMOTE: EnabledAnnotations = {
  machine_type: ALWAYS,
  default_memory: ALWAYS,
  default_vcpus: ALWAYS,
  image: ALWAYS,
  default_gpus: ALWAYS,
  gpu_model: ALWAYS,
  cc_init_data: { since: '3.21' },
};

const rustSince = (tee: Tee, since: string, enabled = RUST_COCO): CatalogueEntry => ({
  tee,
  enabled,
  rust: true,
  releases: { since },
});

/**
 * The runtime classes by name, as Kata Containers 3.8 to 4.1 have them: `enable_annotations` in the configuration
 * templates (`src/runtime/config`, `src/runtime-rs/config`, and the Makefiles beside them), names in kata-deploy's chart.
 */
export const RUNTIME_CLASSES: ReadonlyMap<string, CatalogueEntry> = new Map<string, CatalogueEntry>([
  ['kata-qemu-coco-dev', { tee: 'none (development)', enabled: GO_TEE }],
  ['kata-qemu-coco-dev-runtime-rs', rustSince('none (development)', '3.23')],
  ['kata-qemu-snp', { tee: 'AMD SEV-SNP', enabled: goCoco('3.21') }],
  ['kata-qemu-snp-runtime-rs', rustSince('AMD SEV-SNP', '3.26')],
  ['kata-qemu-tdx', { tee: 'Intel TDX', enabled: GO_TEE }],
  ['kata-qemu-tdx-runtime-rs', rustSince('Intel TDX', '3.26')],
  ['kata-qemu-se', { tee: 'IBM Secure Execution', enabled: goCoco('3.20') }],
  ['kata-qemu-se-runtime-rs', rustSince('IBM Secure Execution', '3.17')],
  ['kata-qemu-cca', { tee: 'Arm CCA', enabled: GO, releases: { since: '3.22', before: '3.29' } }],
  ['kata-qemu-nvidia-gpu-snp', { tee: 'AMD SEV-SNP', enabled: goCoco('3.23') }],
  ['kata-qemu-nvidia-gpu-tdx', { tee: 'Intel TDX', enabled: goCoco('3.23') }],
  ['kata-qemu-nvidia-gpu-snp-runtime-rs', rustSince('AMD SEV-SNP', '3.31', { ...RUST_NVIDIA, cc_init_data: ALWAYS })],
  ['kata-qemu-nvidia-gpu-tdx-runtime-rs', rustSince('Intel TDX', '3.31', { ...RUST_NVIDIA, cc_init_data: ALWAYS })],
  ['kata-remote', { tee: 'cloud provider', enabled: REMOTE }],
  ['kata-cc', { tee: 'unknown', usual: 'initdata' }],
  ['kata-cc-nvidia-gpu', { tee: 'unknown', usual: 'initdata' }],
  ['kata-cc-isolation', { tee: 'unknown' }],
  ...plain(GO, ['kata', 'kata-qemu', 'kata-clh', 'kata-clh-azure', 'kata-fc', 'kata-stratovirt']),
  ...plain(GO, ['kata-qemu-nvidia-gpu', 'kata-qemu-nvidia-cpu']),
  ...plain(RUST, ['kata-qemu-runtime-rs', 'kata-clh-runtime-rs', 'kata-clh-azure-runtime-rs'], true),
  ...plain(RUST, ['kata-dragonball', 'kata-cloud-hypervisor', 'kata-openvmm-azure-runtime-rs'], true),
  ...plain(RUST_NVIDIA, ['kata-qemu-nvidia-gpu-runtime-rs', 'kata-qemu-nvidia-cpu-runtime-rs'], true),
]);

function plain(enabled: EnabledAnnotations, names: readonly string[], rust = false): [string, CatalogueEntry][] {
  return names.map((name) => [name, { tee: 'none', enabled, rust }]);
}
