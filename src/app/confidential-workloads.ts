import type { LoadedConfig } from '../config/load';
import type { GuestConfig } from '../guest/guest-config';
import type { KbsAddress } from '../guest/kbs-address';
import type { RuntimeClass } from '../guest/runtime-class';
import { runtimeClassWarnings } from '../guest/runtime-class-warnings';
import { InputError, type Problem } from '../input/problem';
import type { CredentialSet } from '../registry/credential-set';
import { confidentialObject } from '../workload/confidential-object';
import type { Findings } from './findings';
import { withFingerprintedName } from './fingerprinted-name';
import type { GuestConfigs } from './guest-configs';
import { addedPullSecrets } from './image-uses';
import { inManifest, type UserObject } from './user-objects';

/** Makes objects confidential that are to be, and tells what there is to know of it; of what many share, once. */
export class ConfidentialWorkloads {
  private readonly told = new Set<RuntimeClass | GuestConfig | KbsAddress>();

  /** @param credentials those that some image needs */
  public constructor(
    private readonly loaded: LoadedConfig,
    private readonly credentials: CredentialSet,
    private readonly guests: GuestConfigs,
    private readonly findings: Findings,
  ) {}

  /** The object as it is to be written; none where that fails, which is told. */
  public of(source: UserObject): UserObject[] {
    const { path, object, templatePaths, fingerprinted } = source;
    this.findings.warn(path, ...source.warnings.map((warning) => inManifest(source, warning)));
    if (templatePaths.length === 0) return [source];
    const { config } = this.loaded;
    const { runtimeClass = config.runtimeClass } = source;
    const pullSecrets = addedPullSecrets(source, config, this.credentials);
    const guest =
      this.findings.collect(this.isOwnGuest(source) ? path : ['guest'], () => this.guests.of(source.guest)) ??
      this.guests.ofKbsAlone();
    const made = this.findings.collect(path, () =>
      InputError.amend(
        (problem) => inManifest(source, problem),
        () => confidentialObject(object, { runtimeClass, guest, pullSecrets }, templatePaths),
      ),
    );
    if (!made) return [];
    this.findings.warn(path, ...made.warnings.map((warning) => inManifest(source, warning)));
    this.warnOnce(source, guest, runtimeClass);
    return [{ ...source, object: fingerprinted ? withFingerprintedName(made.object) : made.object }];
  }

  /** Whether a fault of the guest's configuration is the object's own, and not that of the whole file. */
  private isOwnGuest({ guest }: UserObject): boolean {
    return guest !== undefined && !this.loaded.isDamaged(['guest']);
  }

  private warnOnce({ path, runtimeClass: own }: UserObject, guest: GuestConfig, runtimeClass: RuntimeClass): void {
    if (this.isNew(runtimeClass)) {
      this.findings.warn(own ? [...path, 'runtimeClass'] : ['runtimeClass'], ...runtimeClassWarnings(runtimeClass));
    }
    if (this.isNew(guest)) this.findings.warn(['guest'], ...guest.warningsUnder(runtimeClass));
    const address = this.loaded.config.kbs?.address;
    if (!address || address.hasScheme || guest.channelFor(runtimeClass) !== 'initdata') return;
    if (this.isNew(address)) this.findings.warn(['kbs', 'address'], withoutScheme(address));
  }

  private isNew(shared: RuntimeClass | GuestConfig | KbsAddress): boolean {
    const isNew = !this.told.has(shared);
    this.told.add(shared);
    return isNew;
  }
}

function withoutScheme({ url }: KbsAddress): Problem {
  return { what: 'the address has no scheme, and initdata needs one; http is taken', fix: `write ${url}, or https` };
}
