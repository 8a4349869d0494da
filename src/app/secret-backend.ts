import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { ConfigDirectory } from '../config/config-directory';
import type { Config } from '../config/schema/config';
import { expiryWarnings } from '../input/certificates';
import type { Problem } from '../input/problem';
import type { CredentialSource } from '../registry/registry-credential';
import { CommittedSeals } from '../secrets/committed-seals';
import { ExistingBackend } from '../secrets/existing-backend';
import { ExternalBackend, MISSING_STORE } from '../secrets/external-backend';
import { PlainBackend } from '../secrets/plain-backend';
import { SealedBackend } from '../secrets/sealed-backend';
import type { SecretBackend } from '../secrets/secret-backend';
import { SopsBackend } from '../secrets/sops-backend';
import type { Findings } from './findings';

/** Where versions up to 0.1.0 kept the seals of each configuration. */
const SEALS_FILE = 'coco.seals.json';

/** The backend of a configuration, and the seals that it keeps. */
export interface ConfiguredBackend {
  readonly backend: SecretBackend;
  readonly seals?: CommittedSeals;
}

/**
 * @param file whose configuration it is
 * @throws InputError for a certificate or a file of seals that cannot be used, and for a store that is missing.
 */
export function secretBackendOf(
  { secrets, credentials }: Config,
  directory: ConfigDirectory,
  file: string,
): ConfiguredBackend {
  const { backend, sealed, sops, external } = secrets;
  if (backend === 'existing') return { backend: new ExistingBackend() };
  if (backend === 'external') {
    if (!external?.store && comesFrom('remote', credentials)) throw MISSING_STORE;
    return { backend: new ExternalBackend(external ?? {}) };
  }
  if (backend === 'plain') return { backend: new PlainBackend() };
  const known = [sealsName(file), SEALS_FILE].find((name) => existsSync(directory.resolve(name)));
  const seals = known ? CommittedSeals.parse(directory.readText(known, known)) : CommittedSeals.none();
  if (backend === 'sops' && sops) return { backend: new SopsBackend({ recipients: sops.age, seals }), seals };
  if (sealed) return { backend: new SealedBackend({ ...sealed, seals }), seals };
  return { backend: new ExistingBackend() };
}

/** Two configurations in one directory have seals of their own: each run keeps those that it uses. */
function sealsName(file: string): string {
  return `${basename(file).replace(/\.ya?ml$/, '')}.seals.json`;
}

/** The committed seals, and where they are. */
export interface SealsFile {
  readonly path: string;
  readonly text: string;
}

/** The file to keep seals in, undefined where there is nothing to keep. */
export function sealsFile(
  seals: CommittedSeals | undefined,
  directory: ConfigDirectory,
  file: string,
): SealsFile | undefined {
  const text = seals?.toString();
  return text === undefined ? undefined : { path: directory.resolve(sealsName(file)), text };
}

/** Tells what a user should know of the backend, on a day. */
export function warnOfSecrets({ secrets }: Config, findings: Findings, now = new Date()): void {
  if (secrets.commitPlaintext) findings.warn(['secrets', 'commitPlaintext'], COMMITTED);
  const { certificate } = secrets.sealed ?? {};
  if (certificate) findings.warn(['secrets', 'sealed', 'certificate'], ...expiryWarnings(certificate, now));
}

const COMMITTED: Problem = {
  rule: 'committed-plaintext',
  what: 'the passwords go into files that Git takes',
  why: 'a Secret is base64, not encrypted: everybody who reads the repository has them, for ever',
  fix: 'write backend: sealed, sops or external',
};

/** Where the upload's Job runs once, what External Secrets fetches later stays outside the KBS. */
export function scheduleWarnings({ credentials, secrets }: Config): Problem[] {
  if (comesFrom('generator', credentials)) return [GENERATED_ONCE];
  return secrets.external?.store && comesFrom('remote', credentials) ? [FETCHED_ONCE] : [];
}

function comesFrom(kind: CredentialSource['kind'], credentials: Config['credentials']): boolean {
  return credentials.some((entry) => entry.credentials.some(({ source }) => source?.kind === kind));
}

const GENERATED_ONCE: Problem = {
  rule: 'generator-without-schedule',
  what: 'credentials come from a generator, and the upload has no schedule',
  why: 'the tokens live an hour to half a day, and the guest would keep the first one',
  fix: 'write kbs.upload.schedule: "*/30 * * * *"',
};
const FETCHED_ONCE: Problem = {
  rule: 'remote-without-schedule',
  what: 'credentials come from a store, and the upload has no schedule',
  why: 'a password that is changed there reaches the host, and the guest would keep the first one',
  fix: 'write kbs.upload.schedule: "*/30 * * * *"',
};
