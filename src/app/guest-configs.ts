import type { Config } from '../config/schema/config';
import { GuestConfig } from '../guest/guest-config';
import { defined } from '../input/json';
import type { ResourceUri } from '../kbs/resource-uri';

/** The guest configuration of each workload: that of the file, with the workload's own keys in their place. */
export class GuestConfigs {
  private readonly made = new Map<Config['guest'] | undefined, GuestConfig>();

  /** @param authFile the authentication file; undefined where no workload needs one. */
  public constructor(
    private readonly config: Config,
    private readonly authFile: ResourceUri | undefined,
  ) {}

  /** @throws InputError for values that do not go together, or not with the channel. */
  public of(overrides: Config['guest'] | undefined): GuestConfig {
    const known = this.made.get(overrides);
    if (known) return known;
    const { channel = 'auto', userFromImage: _, ...options } = { ...this.config.guest, ...defined(overrides ?? {}) };
    const guest = GuestConfig.of(channel, {
      ...options,
      kbs: this.config.kbs?.address,
      authFile: this.authFile,
      registryCertificates: this.config.credentials.flatMap(({ caCertificate }) => caCertificate ?? []),
    });
    this.made.set(overrides, guest);
    return guest;
  }

  /** In place of settings that do not go together, so that the rest of a workload is looked at. */
  public ofKbsAlone(): GuestConfig {
    return GuestConfig.of('auto', { kbs: this.config.kbs?.address, authFile: this.authFile });
  }
}
