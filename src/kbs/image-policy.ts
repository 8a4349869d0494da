import { InputError } from '../input/problem';
import { quote } from '../input/quote';

/** One condition of an {@link ImagePolicy}, e.g. `{ type: 'sigstoreSigned', keyPath: 'kbs:///default/cosign/key' }`. */
export interface ImagePolicyRequirement {
  /** `insecureAcceptAnything`, `reject`, `signedBy` or `sigstoreSigned` (guest-components, `image-rs/src/signature`). */
  readonly type: 'insecureAcceptAnything' | 'reject' | 'signedBy' | 'sigstoreSigned';
  readonly [option: string]: unknown;
}

/** Which images a guest accepts, in the format of containers-policy.json. */
export interface ImagePolicy {
  /** For images that no transport names; all must hold. */
  readonly default: readonly ImagePolicyRequirement[];
  /**
   * By transport (`docker`) and scope (`registry.example/team/app`).
   * @default - `default` holds for all images
   */
  readonly transports?: Readonly<Record<string, Readonly<Record<string, readonly ImagePolicyRequirement[]>>>>;
}

/**
 * The policy as a file for the guest.
 *
 * @throws InputError for a list of requirements that is empty.
 */
export function imagePolicyText(policy: ImagePolicy): string {
  checkRequirements('default', policy.default);
  for (const [transport, scopes] of Object.entries(policy.transports ?? {})) {
    for (const [scope, requirements] of Object.entries(scopes)) {
      checkRequirements(`transports.${transport}[${quote(scope)}]`, requirements);
    }
  }
  return `${JSON.stringify(policy, null, 2)}\n`;
}

function checkRequirements(where: string, requirements: readonly ImagePolicyRequirement[]): void {
  if (requirements.length === 0) {
    throw new InputError({
      what: `${where} of the image policy has no requirement`,
      why: 'the guest refuses such a policy, and with it every image',
      fix: 'write { "type": "reject" } to refuse images, or a requirement that they are to meet',
    });
  }
}
