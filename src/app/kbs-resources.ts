import type { LoadedConfig } from '../config/load';
import type { Config } from '../config/schema/config';
import type { KbsConfig } from '../config/schema/kbs';
import { InputError } from '../input/problem';
import { quote } from '../input/quote';
import { imageKeyWarnings } from '../kbs/image-key';
import { KbsResource } from '../kbs/kbs-resource';
import type { AuthFile } from '../registry/auth-file';
import type { Findings } from './findings';

/**
 * What goes into the KBS: the authentication file first.
 *
 * @param authFile undefined where no guest needs one
 */
export function kbsResources(
  { config, directory }: LoadedConfig,
  authFile: AuthFile | undefined,
  findings: Findings,
): KbsResource[] {
  const { kbs, secrets } = config;
  if (!kbs) return [];
  const files = kbs.resources.map(({ path, file = '', secret }, index) => {
    const place = ['kbs', 'resources', index];
    return findings.collect(place, () => {
      if (secret) return KbsResource.fromSecret(path.path, secret);
      const content = directory.read(file, `the file ${quote(file)}`);
      findings.warn(place, ...imageKeyWarnings(path, content));
      return KbsResource.fromBytes(path.path, content);
    });
  });
  const own = authFile && findings.collect(['secrets'], () => authFileResource(kbs, secrets, authFile));
  return [own, ...files].filter((resource) => resource !== undefined);
}

/** The registry authentication file; with the backend existing, the Secret that holds it. */
function authFileResource(kbs: KbsConfig, secrets: Config['secrets'], { credentials }: AuthFile): KbsResource {
  const { path } = kbs.authFile;
  if (secrets.backend !== 'existing') return KbsResource.authFile(path, credentials);
  const { authFile } = secrets.existing ?? {};
  if (authFile) return KbsResource.fromSecret(path, authFile, 'authFile');
  throw new InputError({
    rule: 'missing-key',
    what: 'secrets.existing names no authFile',
    why: 'the upload would not know which Secret holds the registry authentication file for the guest',
    fix: 'write authFile: { name, key } of a Secret in the namespace of the KBS',
  });
}
