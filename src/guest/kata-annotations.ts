import { nearest } from '../input/nearest';
import type { Problem } from '../input/problem';
import { quote } from '../input/quote';
import { Annotation, type Annotations, HYPERVISOR_PREFIX } from './annotations';
import type { RuntimeClass } from './runtime-class';

const CONFIG_PREFIX = 'io.katacontainers.config.';
const RUNTIME_PREFIX = `${CONFIG_PREFIX}runtime.`;
const AGENT_PREFIX = `${CONFIG_PREFIX}agent.`;

type Form = keyof typeof FORMS;

/** What Kata takes as a value; anything else fails the Pod. */
const FORMS = {
  'a whole number': /^\d{1,10}$/,
  'a number': /^\d{1,10}(\.\d{1,10})?$/,
  'true or false': /^(true|false|True|False|TRUE|FALSE|[tTfF01])$/,
  'a text': /^/,
} as const;

/**
 * Annotations that Kata 4.1 knows, by what stands before them (`src/runtime/virtcontainers/pkg/annotations`,
 * `src/libs/kata-types/src/annotations`); of the hypervisor's, those that a CoCo class may let through.
 */
const KNOWN: ReadonlyMap<string, ReadonlyMap<string, Form>> = new Map([
  [
    HYPERVISOR_PREFIX,
    known({
      'a whole number': 'default_memory default_gpus',
      'a number': 'default_vcpus',
      'true or false': 'enable_iommu',
      'a text':
        'machine_type image default_gpu_model kernel_params kernel_verity_params virtio_fs_extra_args cc_init_data',
    }),
  ],
  [
    RUNTIME_PREFIX,
    known({
      'a whole number': 'create_container_timeout',
      'true or false':
        'disable_guest_seccomp sandbox_cgroup_only enable_pprof disable_new_netns experimental_force_guest_pull enable_vcpus_pinning',
      'a text':
        'experimental internetworking_model vfio_mode guest_selinux_label shared_mounts sandbox_bind_mounts name hypervisor_name agent_name cc_init_data',
    }),
  ],
  [
    AGENT_PREFIX,
    known({
      'a whole number': 'container_pipe_size cdh_api_timeout cdh_api_timeout_ms',
      'true or false': 'enable_tracing',
      'a text': 'kernel_modules policy',
    }),
  ],
]);

/** Whether an annotation is one of those by which a Pod configures Kata. */
export function isKataAnnotation(name: string): boolean {
  return name.startsWith(CONFIG_PREFIX);
}

/** Whether an annotation is for containerd or Kata, which read those of Pods alone. */
export function isGuestAnnotation(name: string): boolean {
  return name === Annotation.RUNTIME_HANDLER || isKataAnnotation(name);
}

/** The whole name of an annotation of Kata's that is written without what stands before it, such as `default_memory`. */
export function fullAnnotationName(name: string): string {
  if (name.includes('/') || name.includes('.')) return name;
  const found = [...KNOWN].find(([, names]) => names.has(name));
  return found ? found[0] + name : name;
}

/** What Kata makes of annotations under a runtime class. */
export interface AnnotationFindings {
  /** What keeps the Pod from starting, or its guest from being configured. */
  readonly errors: readonly Problem[];
  /** What Kata ignores, or may refuse. */
  readonly warnings: readonly Problem[];
}

/**
 * Checks those annotations of a Pod that are Kata's. Kernel parameters and initdata are left to {@link GuestConfig}, but
 * for initdata under the name that another release reads.
 */
export function checkAnnotations(annotations: Annotations, runtimeClass: RuntimeClass): AnnotationFindings {
  const errors: Problem[] = [];
  const warnings: Problem[] = [];
  for (const [name, value] of Object.entries(annotations)) {
    if (!isKataAnnotation(name) || ownedByGuestConfig(name, runtimeClass)) continue;
    const error = otherInitdata(name, runtimeClass) ?? refused(name, runtimeClass) ?? badValue(name, value);
    const warning = error ? undefined : (ignored(name, runtimeClass) ?? unknownName(name));
    const field = ['metadata', 'annotations', name];
    if (error) errors.push({ ...error, field });
    if (warning) warnings.push({ ...warning, field });
  }
  return { errors, warnings };
}

function ownedByGuestConfig(name: string, { initdataAnnotation }: RuntimeClass): boolean {
  return name === Annotation.KERNEL_PARAMETERS || name === initdataAnnotation;
}

function otherInitdata(name: string, { kata, initdataAnnotation }: RuntimeClass): Problem | undefined {
  if (name !== Annotation.OLD_INITDATA && name !== Annotation.INITDATA) return undefined;
  return {
    what: `the Pod has initdata in the annotation ${name}, which Kata ${kata ?? 'since 3.20'} does not read`,
    why: 'the guest would get no initdata',
    fix: `remove it, and say what it holds as guest options; or name it ${initdataAnnotation}`,
    rule: 'initdata-annotation-name',
  };
}

function refused(name: string, runtimeClass: RuntimeClass): Problem | undefined {
  if (runtimeClass.rust || runtimeClass.lets(name) !== false) return undefined;
  return {
    what: `runtime class ${runtimeClass} does not let the annotation ${name} through`,
    why: `Kata does not start the Pod: "annotation ${name} is not enabled"`,
    fix: withoutOrAllowed(name, runtimeClass),
    rule: 'annotation-not-enabled',
  };
}

function ignored(name: string, runtimeClass: RuntimeClass): Problem | undefined {
  if (runtimeClass.lets(name) === false) {
    const fix = withoutOrAllowed(name, runtimeClass);
    const what = `runtime class ${runtimeClass} does not let the annotation ${name} through`;
    return { what, why: 'Kata ignores it, and says so only in its log', fix, rule: 'annotation-not-enabled' };
  }
  if (!runtimeClass.varies(name)) return undefined;
  const what = `not every release of Kata lets the annotation ${name} through under ${runtimeClass}`;
  const why = runtimeClass.rust ? 'the others ignore it' : 'the others do not start the Pod';
  return {
    what,
    why,
    fix: 'say which release the cluster has, such as kata: "3.28", in coco.yaml',
    rule: 'annotation-not-enabled',
  };
}

function withoutOrAllowed(name: string, { name: className }: RuntimeClass): string {
  const allowed = `runtimeClasses: { ${className}: { allows: { annotations: [${name.slice(HYPERVISOR_PREFIX.length)}] } } }`;
  return `remove it; or write ${allowed}, if the administrator lets it through`;
}

function badValue(name: string, value: string): Problem | undefined {
  const form = formOf(name);
  if (form === undefined || FORMS[form].test(value)) return undefined;
  return {
    what: `annotation ${name} is ${quote(value)}, which is not ${form}`,
    why: 'Kata does not start the Pod',
    fix: `write ${form}${UNITS[name.slice(name.lastIndexOf('.') + 1)] ?? ''}, in quotes`,
    rule: 'annotation-value',
  };
}

/** Kata ignores what it does not know. */
function unknownName(name: string): Problem | undefined {
  const prefix = [...KNOWN.keys()].find((start) => name.startsWith(start));
  const names = prefix === undefined ? undefined : KNOWN.get(prefix);
  if (prefix === undefined || prefix === HYPERVISOR_PREFIX || names?.has(name.slice(prefix.length))) return undefined;
  const meant = nearest(name.slice(prefix.length), names?.keys() ?? []);
  return {
    what: `annotation ${quote(name)} is not one that Kata 4.1 knows`,
    why: 'Kata ignores it',
    fix: meant === undefined ? 'remove it, or check its name' : `write ${prefix}${meant}`,
    rule: 'unknown-kata-annotation',
  };
}

const UNITS: Readonly<Record<string, string>> = {
  default_memory: ' of MiB',
  create_container_timeout: ' of seconds',
};

function formOf(name: string): Form | undefined {
  for (const [prefix, names] of KNOWN) {
    if (name.startsWith(prefix)) return names.get(name.slice(prefix.length));
  }
  return undefined;
}

function known(names: Readonly<Partial<Record<Form, string>>>): ReadonlyMap<string, Form> {
  const forms = Object.keys(names) as Form[];
  return new Map(forms.flatMap((form) => (names[form] ?? '').split(' ').map((name) => [name, form] as const)));
}
