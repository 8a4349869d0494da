import { Annotation } from '../guest/annotations';
import type { GuestChannel } from '../guest/guest-options';
import { Initdata } from '../guest/initdata';
import { KernelParameters } from '../guest/kernel-parameters';
import { isObject, type JsonObject } from '../input/json';
import { InputError, type Problem } from '../input/problem';
import { hasPlaceholder } from './placeholder';

/** What a Pod's annotations tell the guest. */
export interface GuestView {
  /** The channel whose settings for images the guest takes; undefined where there are none. */
  readonly channel?: GuestChannel;
  readonly kernelParameters: KernelParameters;
  /** The document, where there is one that can be read. */
  readonly initdata?: Initdata;
  /** What is wrong with the document. */
  readonly initdataProblems: readonly Problem[];
  /** `cdh.toml` and `aa.toml` of the initdata; undefined where they are not there or not TOML. */
  readonly dataHub?: JsonObject;
  readonly attestationAgent?: JsonObject;
  /** The registry authentication file's URI, as the guest gets it. */
  readonly authFile?: string;
  /** The image policy's URI, as the guest gets it. */
  readonly imagePolicy?: string;
  /** URL of the KBS, as the guest gets it. */
  readonly kbsUrl?: string;
}

/**
 * As the Confidential Data Hub reads them: with an `[image]` table in `cdh.toml` the image settings on the kernel command
 * line are ignored, and with a `cdh.toml` its address of the KBS counts (guest-components,
 * `confidential-data-hub/hub/src/config/mod.rs`).
 */
export function guestView(annotations: Readonly<Record<string, string>>): GuestView {
  const kernelParameters = KernelParameters.parse(annotations[Annotation.KERNEL_PARAMETERS] ?? '');
  const { initdata, initdataProblems } = readInitdata(initdataOf(annotations));
  const dataHub = tableOf(initdata, 'cdh.toml');
  const attestationAgent = tableOf(initdata, 'aa.toml');
  const image = isObject(dataHub?.image) ? dataHub.image : undefined;
  const parameter = (name: string) => (image ? undefined : kernelParameters.get(name));
  return {
    channel: image
      ? 'initdata'
      : annotations[Annotation.KERNEL_PARAMETERS] !== undefined
        ? 'kernelParameters'
        : undefined,
    kernelParameters,
    initdata,
    initdataProblems,
    dataHub,
    attestationAgent,
    authFile: text(image?.authenticated_registry_credentials_uri) ?? parameter('agent.image_registry_auth'),
    imagePolicy: text(image?.image_security_policy_uri) ?? parameter('agent.image_policy_file'),
    kbsUrl: isObject(dataHub?.kbc)
      ? urlOfKbc(dataHub.kbc)
      : kernelParameters.get('agent.aa_kbc_params')?.replace(/^.*?::/, ''),
  };
}

/** What tells one {@link guestView} from another. */
export function guestKey(annotations: Readonly<Record<string, string>>): string {
  return JSON.stringify([annotations[Annotation.KERNEL_PARAMETERS], initdataOf(annotations)]);
}

function initdataOf(annotations: Readonly<Record<string, string>>): string | undefined {
  return annotations[Annotation.INITDATA] ?? annotations[Annotation.OLD_INITDATA];
}

/** Undefined also where the guest is to ask no KBS. */
function urlOfKbc({ name, url }: JsonObject): string | undefined {
  return name === 'offline_fs_kbc' && url === '' ? undefined : text(url);
}

function readInitdata(annotation: string | undefined): Pick<GuestView, 'initdata' | 'initdataProblems'> {
  if (annotation === undefined || hasPlaceholder(annotation)) return { initdataProblems: [] };
  try {
    return { initdata: Initdata.decode(annotation), initdataProblems: [] };
  } catch (error) {
    if (error instanceof InputError) return { initdataProblems: error.problems };
    throw error;
  }
}

function tableOf(initdata: Initdata | undefined, name: string): JsonObject | undefined {
  if (initdata?.data[name] === undefined) return undefined;
  try {
    return initdata.table(name);
  } catch {
    return undefined;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
