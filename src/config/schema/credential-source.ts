import type { z } from 'zod';
import type { CredentialSource } from '../../registry/registry-credential';
import type { SecretBackendName } from '../../secrets/secret-backend';
import { type CredentialEntry, PASSWORD_KEYS } from './credential-entry';
import { addProblems } from './scalars';

const TARGETS = ['registry', 'image', 'authFile'] as const;

/** Checks that the keys of an entry go together, and with the backend. */
export function checkKeys(values: CredentialEntry, backend: SecretBackendName, context: z.RefinementCtx): void {
  const targets = TARGETS.filter((key) => values[key] !== undefined);
  if (targets.length !== 1) {
    const what = targets.length === 0 ? 'says no registry' : `holds ${targets.join(' and ')}`;
    addProblems(context, [{ what, fix: `write one of ${TARGETS.join(', ')}` }]);
    return;
  }
  const isImport = values.authFile !== undefined;
  const alien: (keyof CredentialEntry)[] = isImport
    ? ['username', 'password', 'passwordFile', 'passwordCommand']
    : ['registries'];
  for (const key of alien.filter((name) => values[name] !== undefined)) {
    const what = isImport ? 'stands beside authFile, which brings its own' : 'stands without authFile';
    addProblems(context, [{ what, why: 'it would be ignored' }], [key]);
  }
  // What is of another backend stands in place of what is missing.
  if (checkSource(values, backend, context) || isImport || sourceOf(values, backend)) return;
  if (values.username === undefined) {
    const fix = 'write username: robot, or whatever user the registry knows';
    addProblems(context, [{ rule: 'missing-key', what: 'is missing', fix }], ['username']);
  }
  const passwords = PASSWORD_KEYS.filter((key) => values[key] !== undefined);
  if (passwords.length !== 1) {
    const what = passwords.length === 0 ? 'has no password' : `holds ${passwords.join(' and ')}`;
    addProblems(context, [{ what, fix: 'write either password or passwordFile, or a passwordCommand' }]);
  }
}

/** Keys that say user and password, or where they are. */
const SECRET_KEYS = ['username', ...PASSWORD_KEYS, 'authFile', 'remote', 'generator'] as const;

const ALLOWED: Readonly<Record<SecretBackendName, readonly (typeof SECRET_KEYS)[number][]>> = {
  plain: ['username', ...PASSWORD_KEYS, 'authFile'],
  sealed: ['username', ...PASSWORD_KEYS, 'authFile'],
  sops: ['username', ...PASSWORD_KEYS, 'authFile'],
  existing: [],
  external: ['remote', 'generator'],
};

const WHY_NOT: Readonly<Record<SecretBackendName, string>> = {
  plain: 'External Secrets alone looks there',
  sealed: 'External Secrets alone looks there',
  sops: 'External Secrets alone looks there',
  existing: 'the Secrets are in the cluster already, and nothing is written',
  external: 'External Secrets gets user and password in the cluster, and none goes through Git',
};

const HERE = 'write username and password, or secrets: { backend: external }';
const INSTEAD: Readonly<Record<SecretBackendName, string>> = {
  plain: HERE,
  sealed: HERE,
  sops: HERE,
  existing: 'leave it out',
  external: 'write remote or generator instead',
};

/** @returns whether it has keys of another backend */
function checkSource(values: CredentialEntry, backend: SecretBackendName, context: z.RefinementCtx): boolean {
  const given = SECRET_KEYS.filter((key) => values[key] !== undefined);
  const alien = given.filter((key) => !ALLOWED[backend].includes(key));
  for (const key of alien) {
    const what = `does not go with the backend ${backend}`;
    addProblems(context, [{ rule: 'other-backend', what, why: WHY_NOT[backend], fix: INSTEAD[backend] }], [key]);
  }
  if (alien.length > 0 || backend !== 'external') return alien.length > 0;
  if (given.includes('remote') !== given.includes('generator')) return false;
  const what = given.includes('remote') ? 'holds remote and generator' : 'says neither remote nor generator';
  const fix = 'write remote: { key, username, password }, or generator: { kind, name }';
  addProblems(context, [{ rule: 'missing-key', what, why: 'External Secrets has to know where to look', fix }]);
  return false;
}

/** Where user and password are, if not here; with committed seals they may be left out. */
export function sourceOf(
  { remote, generator, ...entry }: CredentialEntry,
  backend: SecretBackendName,
): CredentialSource | undefined {
  if (backend === 'existing') return { kind: 'cluster' };
  if (backend === 'external' && remote) return { kind: 'remote', ...remote };
  if (backend === 'external' && generator)
    return { kind: 'generator', generator: generator.kind, name: generator.name };
  const given = (['username', ...PASSWORD_KEYS, 'authFile'] as const).some((key) => entry[key] !== undefined);
  return (backend === 'sealed' || backend === 'sops') && !given ? { kind: 'cluster' } : undefined;
}
