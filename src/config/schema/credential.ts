import { basename } from 'node:path';
import { z } from 'zod';
import { readCertificates } from '../../input/certificates';
import { InputError, type Problem } from '../../input/problem';
import { quote } from '../../input/quote';
import { AuthFile } from '../../registry/auth-file';
import { type CredentialSource, RegistryCredential } from '../../registry/registry-credential';
import { GENERATOR_KINDS } from '../../secrets/generator-kinds';
import type { ConfigDirectory } from '../config-directory';
import { passwordFrom } from '../password-command';
import { addProblems, attempt, nonEmpty, objectName } from './scalars';
import type { BackendName } from './secrets';

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
  readonly backend: BackendName;
  /** Whether no password is read from a file or a program. @default false */
  readonly withoutSecrets?: boolean;
}

const entry = z.strictObject({
  registry: z
    .string()
    .optional()
    .meta({ description: 'host[:port][/path]: all images below it', examples: ['registry.example:5000/team'] }),
  image: z
    .string()
    .optional()
    .meta({
      description: 'An image reference, to take registry and repository from',
      examples: ['registry.example:5000/team/web:1'],
    }),
  username: z
    .string()
    .optional()
    .meta({ description: 'User, often a robot account', examples: ['robot'] }),
  password: z
    .string()
    .optional()
    .meta({ description: 'Password or token, best from the environment', examples: ['${REGISTRY_PASSWORD}'] }),
  passwordFile: nonEmpty.optional().meta({
    description: 'Path of the file with the password; a newline at its end is not part of it',
    examples: ['secrets/password'],
  }),
  passwordCommand: z
    .array(nonEmpty)
    .min(1)
    .optional()
    .meta({
      description: 'Program and arguments that print the password; no shell is run',
      examples: [['pass', 'show', 'registry/robot']],
    }),
  caCertificate: nonEmpty
    .optional()
    .meta({ description: "Path of the PEM certificate of the registry's private CA", examples: ['registry-ca.pem'] }),
  authFile: nonEmpty.optional().meta({
    description: 'Path of a containers-auth.json or docker config.json to import',
    examples: ['./containers-auth.json'],
  }),
  remote: z
    .strictObject({
      key: nonEmpty.meta({ description: 'Key in the store', examples: ['registry/robot'] }),
      username: nonEmpty.meta({ description: 'Property that holds the user', examples: ['username'] }),
      password: nonEmpty.meta({ description: 'Property that holds the password', examples: ['password'] }),
    })
    .optional()
    .meta({
      description: 'Where External Secrets finds user and password, with the backend external',
      examples: [{ key: 'registry/robot', username: 'username', password: 'password' }],
    }),
  generator: z
    .strictObject({
      kind: z.enum(GENERATOR_KINDS).meta({ description: 'Kind of the generator', examples: ['ECRAuthorizationToken'] }),
      name: objectName.meta({ description: 'Name of the generator', examples: ['ecr'] }),
    })
    .optional()
    .meta({
      description: 'Generator of External Secrets that makes tokens, with the backend external',
      examples: [{ kind: 'ECRAuthorizationToken', name: 'ecr' }],
    }),
  registries: z
    .array(nonEmpty)
    .optional()
    .meta({ description: 'Of the imported file, only these', examples: [['quay.io']] }),
});

type Entry = z.output<typeof entry>;

/** One entry of `credentials`: a user and password for a registry, or a file to import. */
export function credentialSchema(directory: ConfigDirectory, { backend, withoutSecrets = false }: CredentialRules) {
  const check = (values: Entry, context: z.RefinementCtx) => checkKeys(values, backend, context);
  return entry.superRefine(check).transform((values, context): CredentialConfig => {
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

const TARGETS = ['registry', 'image', 'authFile'] as const;

function checkKeys(values: Entry, backend: BackendName, context: z.RefinementCtx): void {
  const targets = TARGETS.filter((key) => values[key] !== undefined);
  if (targets.length !== 1) {
    const what = targets.length === 0 ? 'says no registry' : `holds ${targets.join(' and ')}`;
    addProblems(context, [{ what, fix: `write one of ${TARGETS.join(', ')}` }]);
    return;
  }
  const isImport = values.authFile !== undefined;
  const alien: (keyof Entry)[] = isImport
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

const PASSWORD_KEYS = ['password', 'passwordFile', 'passwordCommand'] as const;

/** Keys that say user and password, or where they are. */
const SECRET_KEYS = ['username', ...PASSWORD_KEYS, 'authFile', 'remote', 'generator'] as const;

const ALLOWED: Readonly<Record<BackendName, readonly (typeof SECRET_KEYS)[number][]>> = {
  plain: ['username', ...PASSWORD_KEYS, 'authFile'],
  sealed: ['username', ...PASSWORD_KEYS, 'authFile'],
  sops: ['username', ...PASSWORD_KEYS, 'authFile'],
  existing: [],
  external: ['remote', 'generator'],
};

const WHY_NOT: Readonly<Record<BackendName, string>> = {
  plain: 'External Secrets alone looks there',
  sealed: 'External Secrets alone looks there',
  sops: 'External Secrets alone looks there',
  existing: 'the Secrets are in the cluster already, and nothing is written',
  external: 'External Secrets gets user and password in the cluster, and none goes through Git',
};

const HERE = 'write username and password, or secrets: { backend: external }';
const INSTEAD: Readonly<Record<BackendName, string>> = {
  plain: HERE,
  sealed: HERE,
  sops: HERE,
  existing: 'leave it out',
  external: 'write remote or generator instead',
};

/** @returns whether it has keys of another backend */
function checkSource(values: Entry, backend: BackendName, context: z.RefinementCtx): boolean {
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
function sourceOf({ remote, generator, ...entry }: Entry, backend: BackendName): CredentialSource | undefined {
  if (backend === 'existing') return { kind: 'cluster' };
  if (backend === 'external' && remote) return { kind: 'remote', ...remote };
  if (backend === 'external' && generator)
    return { kind: 'generator', generator: generator.kind, name: generator.name };
  const given = (['username', ...PASSWORD_KEYS, 'authFile'] as const).some((key) => entry[key] !== undefined);
  return (backend === 'sealed' || backend === 'sops') && !given ? { kind: 'cluster' } : undefined;
}

function elsewhere({ registry, image }: Entry, source: CredentialSource, context: z.RefinementCtx): CredentialConfig {
  const target = registry === undefined ? { image: image ?? '' } : { registry };
  const key = registry === undefined ? 'image' : 'registry';
  const warnings = schemeWarnings(registry);
  return attempt(context, () => ({ credentials: [RegistryCredential.elsewhere(target, source)], warnings }), [key]);
}

function basic(values: Entry, directory: ConfigDirectory, context: z.RefinementCtx): CredentialConfig {
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
    return { credentials: [credential], warnings: [...warnings, ...placeholderWarnings(credential)] };
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
function keyOf({ key }: Problem, values: Entry): string {
  if (key === undefined) return values.registry === undefined ? 'image' : 'registry';
  return key === 'password' ? (PASSWORD_KEYS.find((name) => values[name] !== undefined) ?? key) : key;
}

/** With what says where the password is in its place. */
function withoutReading({ passwordFile, passwordCommand, ...values }: Entry): Entry {
  return { ...values, password: values.password ?? passwordFile ?? passwordCommand?.join(' ') };
}

function readPassword(values: Entry, directory: ConfigDirectory, context: z.RefinementCtx): string {
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

function importFile(values: Entry, directory: ConfigDirectory, context: z.RefinementCtx): CredentialConfig {
  const path = values.authFile ?? '';
  return attempt(context, () => {
    const { file, warnings } = AuthFile.parse(directory.read(path), {
      source: basename(path),
      registries: values.registries,
    });
    return { credentials: file.credentials, warnings };
  }, ['authFile']);
}
