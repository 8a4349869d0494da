import type { ProvidedSecret, SecretBackend } from './secret-backend';

/** Secrets that something else makes, under names that the user gives: nothing is written. */
export class ExistingBackend implements SecretBackend {
  public readonly name = 'existing';

  public provide(): ProvidedSecret {
    return {};
  }
}
