import { nearest } from '../input/nearest';
import { InputError, type Problem, write } from '../input/problem';
import { quote } from '../input/quote';
import { subdomainProblem } from '../kubernetes/name';

/** Whether Kata's configuration lets an annotation through; `unknown` where a vendor decides. */
export type Allowance = boolean | 'unknown';

/** Which guest configuration a runtime class takes (`enable_annotations` in Kata's configuration file). */
export interface AllowedAnnotations {
  /** Annotation `io.katacontainers.config.hypervisor.kernel_params`. */
  readonly kernelParameters: Allowance;
  /** Annotation `io.katacontainers.config.hypervisor.cc_init_data`. */
  readonly initdata: Allowance;
}

/** What protects the guest's memory. */
export type Tee =
  | 'none (development)'
  | 'AMD SEV-SNP'
  | 'Intel TDX'
  | 'IBM Secure Execution'
  | 'cloud provider'
  | 'unknown';

export interface RuntimeClassOptions {
  /**
   * What the class lets through, as its administrator set it.
   * @default - what the catalogue says of the class; unknown for a class outside it
   */
  readonly allows?: Partial<AllowedAnnotations>;
}

const DEVELOPMENT: Tee = 'none (development)';
const UNKNOWN: AllowedAnnotations = { kernelParameters: 'unknown', initdata: 'unknown' };
const BOTH: AllowedAnnotations = { kernelParameters: true, initdata: true };
const INITDATA_ONLY: AllowedAnnotations = { kernelParameters: false, initdata: true };

/** Kata versions whose configuration templates were read for the catalogue. */
const KATA = '3.x, 4.1';
const KATA_RUST = '3.x since January 2026, 4.1';
const VENDOR = "a vendor's";

/**
 * A CoCo runtime class: the name for `runtimeClassName`, and what is known of it. The catalogue follows the
 * configuration templates of Kata Containers 3.x and 4.1 (`src/runtime/config`, `src/runtime-rs/config`) and the names
 * under which kata-deploy installs them.
 */
export class RuntimeClass {
  /** The classes that this version knows, by name. */
  private static readonly catalogue = new Map<string, RuntimeClass>();

  /** Development without confidential hardware; the example of the CoCo documentation. */
  public static readonly QEMU_COCO_DEV = RuntimeClass.register('kata-qemu-coco-dev', DEVELOPMENT, BOTH, KATA);
  /** {@link QEMU_COCO_DEV} on Kata's runtime in Rust. */
  public static readonly QEMU_COCO_DEV_RUNTIME_RS = RuntimeClass.register(
    'kata-qemu-coco-dev-runtime-rs',
    DEVELOPMENT,
    BOTH,
    KATA,
  );
  /** AMD SEV-SNP. */
  public static readonly QEMU_SNP = RuntimeClass.register('kata-qemu-snp', 'AMD SEV-SNP', BOTH, KATA);
  /** {@link QEMU_SNP} on Kata's runtime in Rust (kata-containers pull request 12352). */
  public static readonly QEMU_SNP_RUNTIME_RS = RuntimeClass.register(
    'kata-qemu-snp-runtime-rs',
    'AMD SEV-SNP',
    BOTH,
    KATA_RUST,
  );
  /** Intel TDX. */
  public static readonly QEMU_TDX = RuntimeClass.register('kata-qemu-tdx', 'Intel TDX', BOTH, KATA);
  /** {@link QEMU_TDX} on Kata's runtime in Rust (kata-containers pull request 12352). */
  public static readonly QEMU_TDX_RUNTIME_RS = RuntimeClass.register(
    'kata-qemu-tdx-runtime-rs',
    'Intel TDX',
    BOTH,
    KATA_RUST,
  );
  /** IBM Secure Execution (s390x). */
  public static readonly QEMU_SE = RuntimeClass.register('kata-qemu-se', 'IBM Secure Execution', BOTH, KATA);
  /** {@link QEMU_SE} on Kata's runtime in Rust. */
  public static readonly QEMU_SE_RUNTIME_RS = RuntimeClass.register(
    'kata-qemu-se-runtime-rs',
    'IBM Secure Execution',
    BOTH,
    KATA,
  );
  /** NVIDIA GPU beside AMD SEV-SNP. */
  public static readonly QEMU_NVIDIA_GPU_SNP = RuntimeClass.register(
    'kata-qemu-nvidia-gpu-snp',
    'AMD SEV-SNP',
    BOTH,
    KATA,
  );
  /** NVIDIA GPU beside Intel TDX. */
  public static readonly QEMU_NVIDIA_GPU_TDX = RuntimeClass.register(
    'kata-qemu-nvidia-gpu-tdx',
    'Intel TDX',
    BOTH,
    KATA,
  );
  /**
   * {@link QEMU_NVIDIA_GPU_SNP} on Kata's runtime in Rust. Initdata only, since August 2026 (kata-containers pull request
   * 13537).
   */
  public static readonly QEMU_NVIDIA_GPU_SNP_RUNTIME_RS = RuntimeClass.register(
    'kata-qemu-nvidia-gpu-snp-runtime-rs',
    'AMD SEV-SNP',
    INITDATA_ONLY,
    KATA_RUST,
  );
  /** {@link QEMU_NVIDIA_GPU_TDX} on Kata's runtime in Rust. Initdata only, since August 2026. */
  public static readonly QEMU_NVIDIA_GPU_TDX_RUNTIME_RS = RuntimeClass.register(
    'kata-qemu-nvidia-gpu-tdx-runtime-rs',
    'Intel TDX',
    INITDATA_ONLY,
    KATA_RUST,
  );
  /** Peer pods (cloud-api-adaptor): the guest is a cloud VM. Initdata only, kernel parameters do not reach it. */
  public static readonly REMOTE = RuntimeClass.register('kata-remote', 'cloud provider', INITDATA_ONLY, KATA);
  /** OpenShift sandboxed containers on bare metal. */
  public static readonly CC = RuntimeClass.register('kata-cc', 'unknown', UNKNOWN, VENDOR);
  /** Confidential containers of Azure Kubernetes Service. */
  public static readonly CC_ISOLATION = RuntimeClass.register('kata-cc-isolation', 'unknown', UNKNOWN, VENDOR);

  /** What protects the guest. */
  public readonly tee: Tee;
  /** What guest configuration the class lets through. */
  public readonly allows: AllowedAnnotations;
  /** Versions of Kata Containers for which that is known, as a message says it. */
  public readonly kata: string;
  /** Whether the class is in the catalogue. */
  public readonly known: boolean;

  private constructor(
    /** Name of the RuntimeClass object, and of its handler: kata-deploy gives both the same name. */
    public readonly name: string,
    properties: { tee: Tee; allows: AllowedAnnotations; kata: string; known: boolean },
  ) {
    this.tee = properties.tee;
    this.allows = properties.allows;
    this.kata = properties.kata;
    this.known = properties.known;
  }

  /**
   * The class of a name: one of the catalogue, or any other that the cluster has.
   *
   * @param name name of the RuntimeClass object
   * @throws InputError where Kubernetes refuses the name.
   */
  public static of(name: string, { allows }: RuntimeClassOptions = {}): RuntimeClass {
    if (subdomainProblem(name)) {
      throw new InputError({
        what: `runtime class ${quote(name)} is not a name that Kubernetes accepts`,
        why: 'the API server refuses the Pod',
        fix: `write lower-case letters, digits, "-" and ".", for example ${RuntimeClass.QEMU_COCO_DEV.name}`,
      });
    }
    const known = RuntimeClass.catalogue.get(name);
    if (known && !allows) return known;
    return new RuntimeClass(name, {
      tee: known?.tee ?? 'unknown',
      kata: known?.kata ?? 'unknown',
      allows: { ...(known?.allows ?? UNKNOWN), ...allows },
      known: known !== undefined,
    });
  }

  /** All classes of the catalogue. */
  public static all(): readonly RuntimeClass[] {
    return [...RuntimeClass.catalogue.values()];
  }

  /** What a user should know of the class: it is not in the catalogue, perhaps misspelt. */
  public get warning(): Problem | undefined {
    if (this.known) return undefined;
    const candidate = nearest(this.name, RuntimeClass.catalogue.keys());
    return {
      what: `runtime class "${this.name}" is not one that cdk8s-coco knows`,
      why: 'a Pod whose class the cluster does not have is refused',
      fix: write(candidate && `"${candidate}" if that is meant`),
    };
  }

  /** The name. */
  public toString(): string {
    return this.name;
  }

  private static register(name: string, tee: Tee, allows: AllowedAnnotations, kata: string): RuntimeClass {
    const runtimeClass = new RuntimeClass(name, { tee, allows, kata, known: true });
    RuntimeClass.catalogue.set(name, runtimeClass);
    return runtimeClass;
  }
}
