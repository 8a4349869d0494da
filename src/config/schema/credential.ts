import { basename } from 'node:path';
import { z } from 'zod';
import { readCertificates } from '../../input/certificates';
import { InputError, type Problem } from '../../input/problem';
import { quote } from '../../input/quote';
import { AuthFile } from '../../registry/auth-file';
import { passwordSlips } from '../../registry/password-slips';
import { type CredentialSource, RegistryCredential } from '../../registry/registry-credential';
import type { SecretBackendName } from '../../secrets/secret-backend';
import type { ConfigDirectory } from '../config-directory';
import { passwordFrom } from '../password-command';
import { type CredentialEntry, credentialEntry, PASSWORD_KEYS } from './credential-entry';
import { checkKeys, sourceOf } from './credential-source';
import { attempt } from './scalars';

/** What one entry of `credentials` gives. */
export interface CredentialConfig {
  /** One, or as many as the imported file holds. */
  readonly credentials: readonly RegistryCredential[];
  /** PEM text of the CA that signed the registry's certificate. */
  readonly caCertificate?: string;
  /** What was repaired in an imported file. */
  readonly warnings: readonly Problem[];
}

/** How entries of `credentials` are read. */
export interface CredentialRules {
  /** Which keys they need. */
  readonly backend: SecretBackendName;
  /** Whether no password is read from a file or a program. @default false */
  readonly withoutSecrets?: boolean;
}

/** One entry of `credentials`: a user and password for a registry, or a file to import. */
export function credentialSchema(directory: ConfigDirectory, { backend, withoutSecrets = false }: CredentialRules) {
  const check = (values: CredentialEntry, context: z.RefinementCtx) => checkKeys(values, backend, context);
  return credentialEntry.superRefine(check).transform((values, context): CredentialConfig => {
    const { caCertificate } = values;
    const source = sourceOf(values, backend);
    const imported = source
      ? elsewhere(values, source, context)
      : values.authFile
        ? importFile(values, directory, context)
        : basic(withoutSecrets ? withoutReading(values) : values, directory, context);
    const certificate = caCertificate
      ? attempt(context, () => readCertificates(directory.readText(caCertificate), 'the file').join('\n'), [
          'caCertificate',
        ])
      : undefined;
    return { ...imported, caCertificate: certificate };
  });
}

function elsewhere(
  { registry, image }: CredentialEntry,
  source: CredentialSource,
  context: z.RefinementCtx,
): CredentialConfig {
  const target = registry === undefined ? { image: image ?? '' } : { registry };
  const key = registry === undefined ? 'image' : 'registry';
  const warnings = schemeWarnings(registry);
  return attempt(context, () => ({ credentials: [RegistryCredential.elsewhere(target, source)], warnings }), [key]);
}

function basic(values: CredentialEntry, directory: ConfigDirectory, context: z.RefinementCtx): CredentialConfig {
  const { registry, image, username = '' } = values;
  const password = readPassword(values, directory, context);
  if (context.issues.length > 0) return z.NEVER;
  const secret = { username, password };
  const make = () =>
    registry === undefined
      ? RegistryCredential.forImage(image ?? '', secret)
      : RegistryCredential.basic(registry, secret);
  const tell = (problem: Problem) => ({ ...problem, key: keyOf(problem, values) });
  const warnings = schemeWarnings(registry);
  return attempt(context, () => {
    const credential = InputError.amend(tell, make);
    const slips = [...placeholderWarnings(credential), ...passwordSlips(credential)];
    return { credentials: [credential], warnings: [...warnings, ...slips] };
  });
}

/** To the kubelet and the guest a scheme says nothing. */
function schemeWarnings(registry = ''): Problem[] {
  const [, host] = /^http:\/\/([^/]*)/.exec(registry) ?? [];
  if (host === undefined) return [];
  return [
    {
      what: `the http:// in front of ${quote(host)} is dropped`,
      why: 'the guest pulls over HTTPS, unless guest.registries says otherwise',
      fix: `write ${host} without it, and guest.registries: [{ location: "${host}", insecure: true }] where it speaks HTTP only`,
      rule: 'registry-scheme',
    },
  ];
}

/** Registry and password of the shipped `coco.yaml`, as the documentation of CoCo has them. */
const EXAMPLE = { host: 'my-registry.local', password: 'MyRegistryPassword' };
const PLACEHOLDER = /^(?:…|\.{3,}|\*{3,}|x{3,}|<[^<>]*>|change-?me|redacted|your[-_ ]?password)$/i;

/** Whether a password only says where one is to go. */
export function isPlaceholder(password: string): boolean {
  return password === EXAMPLE.password || (password.length <= 64 && PLACEHOLDER.test(password));
}

function placeholderWarnings({ scope, password }: RegistryCredential): Problem[] {
  const forExample = scope === EXAMPLE.host || scope.startsWith(`${EXAMPLE.host}/`);
  if (!isPlaceholder(password) || (password === EXAMPLE.password && forExample)) return [];
  return [
    {
      rule: 'placeholder-password',
      what: `the password for ${scope} is a placeholder`,
      why: 'the registry refuses it',
      fix: 'write the password, or export the variable that stands for it',
    },
  ];
}

/** The key of the entry that a problem is about. */
function keyOf({ key }: Problem, values: CredentialEntry): string {
  if (key === undefined) return values.registry === undefined ? 'image' : 'registry';
  return key === 'password' ? (PASSWORD_KEYS.find((name) => values[name] !== undefined) ?? key) : key;
}

/** With what says where the password is in its place. */
function withoutReading({ passwordFile, passwordCommand, ...values }: CredentialEntry): CredentialEntry {
  return { ...values, password: values.password ?? passwordFile ?? passwordCommand?.join(' ') };
}

function readPassword(values: CredentialEntry, directory: ConfigDirectory, context: z.RefinementCtx): string {
  const { password = '', passwordFile: file, passwordCommand: command } = values;
  if (file) return attempt(context, () => withoutFinalNewline(directory.readText(file)), ['passwordFile']);
  if (!command) return password;
  const print = () => withoutFinalNewline(passwordFrom(command, directory.resolve('.')));
  return attempt(context, print, ['passwordCommand']);
}

/** As `docker login --password-stdin` does: tools that write a password to a file end the line. */
function withoutFinalNewline(text: string): string {
  return text.replace(/\r?\n$/, '');
}

function importFile(values: CredentialEntry, directory: ConfigDirectory, context: z.RefinementCtx): CredentialConfig {
  const path = values.authFile ?? '';
  return attempt(context, () => {
    const { file, warnings } = AuthFile.parse(directory.read(path), {
      source: basename(path),
      registries: values.registries,
    });
    return { credentials: file.credentials, warnings };
  }, ['authFile']);
}
