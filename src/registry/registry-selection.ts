import { nearest } from '../input/nearest';
import { type Problem, write } from '../input/problem';
import { quote } from '../input/quote';
import type { RegistryCredential } from './registry-credential';
import { parseRegistryScope, scopeText } from './registry-scope';

/** Of keys that a message lists. */
const LISTED = 5;

/** Which registries are taken out of an authentication file. */
export class RegistrySelection {
  private readonly scopes: readonly string[] | undefined;

  /**
   * @param registries each as `host[:port][/path]`; all where there are none
   * @throws InputError for one that is malformed or unclear.
   */
  public constructor(registries: readonly string[] | undefined) {
    this.scopes = registries?.map((text) => scopeText(parseRegistryScope(text, 'registries entry')));
  }

  /** Whether an entry is taken, by its key. */
  public takes(key: string): boolean {
    return this.scopes === undefined || this.scopes.some((scope) => covers(scope, scopeOrKey(key)));
  }

  /** Whether these credentials are all that is asked for. */
  public isMetBy(credentials: readonly RegistryCredential[]): boolean {
    return this.scopes !== undefined && this.missing(credentials).length === 0;
  }

  /**
   * What is asked for and not there.
   *
   * @param keys of the file
   */
  public problems(credentials: readonly RegistryCredential[], keys: readonly string[]): Problem[] {
    const present = keys.map(scopeOrKey);
    return this.missing(credentials).map((scope) => ({
      what: `the file has no entry for ${quote(scope)}`,
      why: 'its images would be pulled without a credential',
      fix: write(nearest(scope, present) ?? listed(present)),
    }));
  }

  private missing(credentials: readonly RegistryCredential[]): string[] {
    return (this.scopes ?? []).filter((scope) => !credentials.some((found) => covers(scope, found.scope)));
  }
}

function listed(keys: readonly string[]): string | undefined {
  if (keys.length === 0) return undefined;
  return `one of ${keys.slice(0, LISTED).map(quote).join(', ')}${keys.length > LISTED ? ', …' : ''}`;
}

/** Whether a scope lies in another. */
function covers(outer: string, inner: string): boolean {
  return inner === outer || inner.startsWith(`${outer}/`);
}

function scopeOrKey(key: string): string {
  try {
    return scopeText(parseRegistryScope(key));
  } catch {
    return key;
  }
}
