import { isObject, type JsonObject } from '../input/json';
import { nearest } from '../input/nearest';
import { InputError, type Problem } from '../input/problem';
import { quote } from '../input/quote';

/** Files of the guest that initdata carries, and that can hold more than the options say. */
export type ExtraFile = 'aa.toml' | 'cdh.toml';

/** What the guest's files hold beyond the options: their tables, as TOML has them. */
export type GuestExtra = Readonly<Partial<Record<ExtraFile, JsonObject>>>;

type Kind = 'a text' | 'a whole number' | 'true or false' | 'a list of texts' | 'a list of tables';
interface Shape {
  readonly [key: string]: Kind | Shape;
}

const TOLD_AT_MOST = 20;

const LOG: Shape = { level: 'a text' };

/**
 * What the files may hold: guest-components v0.21 `attestation-agent/attestation-agent/src/config`,
 * `confidential-data-hub/hub/src/config/mod.rs`, `image-rs/src/config.rs`.
 */
const SHAPES: Readonly<Record<ExtraFile, Shape>> = {
  'aa.toml': {
    token_configs: {
      kbs: { url: 'a text', cert: 'a text', tee_key_algorithm: 'a text' },
      coco_as: { url: 'a text' },
    },
    eventlog_config: { init_pcr: 'a whole number', enable_eventlog: 'true or false' },
    log: LOG,
  },
  'cdh.toml': {
    socket: 'a text',
    skip_sealed_secret_verification: 'true or false',
    kbc: { name: 'a text', url: 'a text', kbs_cert: 'a text' },
    aa: { aa_socket: 'a text' },
    credentials: 'a list of tables',
    image: {
      work_dir: 'a text',
      image_security_policy_uri: 'a text',
      image_security_policy: 'a text',
      sigstore_config_uri: 'a text',
      sigstore_config: 'a text',
      authenticated_registry_credentials_uri: 'a text',
      registry_configuration_uri: 'a text',
      registry_config: { 'unqualified-search-registries': 'a list of texts', registry: 'a list of tables' },
      max_concurrent_layer_downloads_per_image: 'a whole number',
      image_pull_proxy: { https_proxy: 'a text', http_proxy: 'a text', no_proxy: 'a text' },
      extra_root_certificates: 'a list of texts',
    },
    log: LOG,
  },
};

/** Settings of which the guest reads the first and ignores the second, where it has both. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['image_security_policy_uri', 'image_security_policy'],
  ['sigstore_config_uri', 'sigstore_config'],
  ['registry_config', 'registry_configuration_uri'],
];

/** Checks what the files are to hold. @throws InputError for values that the guest could not read. */
export function checkExtra(extra: GuestExtra): void {
  InputError.throwIfAny(
    Object.entries(extra).flatMap(([file, table]) =>
      isObject(table)
        ? shapeProblems(SHAPES[file as ExtraFile], table, file)
        : [unreadable(`extra ${file} is not a table`, 'write tables and their keys, such as log: { level: debug }')],
    ),
  );
}

/** Keys that the guest is not known to read, the first of them. */
export function extraWarnings(extra: GuestExtra): Problem[] {
  const unknown = Object.entries(extra).flatMap(([file, table]) => unknownKeys(SHAPES[file as ExtraFile], table, file));
  return unknown.slice(0, TOLD_AT_MOST).map(({ path, key, known }) => {
    const meant = nearest(key, known);
    return {
      what: `extra ${path} has ${quote(key)}, which the guest is not known to read`,
      why: 'it would be ignored',
      fix: meant === undefined ? 'remove it, or check its name' : `write ${meant}`,
      rule: 'guest-extra',
    };
  });
}

/** What the guest would ignore of `[image]` in `cdh.toml`. @throws InputError where it says one thing twice. */
export function checkImagePairs({ image }: JsonObject): void {
  if (!isObject(image)) return;
  InputError.throwIfAny(
    PAIRS.filter(([read, ignored]) => image[read] !== undefined && image[ignored] !== undefined).map(
      ([read, ignored]) => ({
        what: `[image] in cdh.toml would have ${read} and ${ignored}`,
        why: 'the guest reads the first and ignores the second without a word',
        fix: 'leave one of them out',
        rule: 'guest-extra',
      }),
    ),
  );
}

function shapeProblems(shape: Shape, table: JsonObject, path: string): Problem[] {
  return Object.entries(table).flatMap(([key, value]) => {
    const wanted = kindOf(shape, key);
    const place = `${path} ${key}`;
    if (wanted === undefined) return isTomlValue(value) ? [] : [wrongKind(place, 'a value')];
    if (typeof wanted !== 'string') {
      return isObject(value) ? shapeProblems(wanted, value, place) : [wrongKind(place, 'a table')];
    }
    return isOf(wanted, value) ? [] : [wrongKind(place, wanted)];
  });
}

function wrongKind(place: string, wanted: string): Problem {
  return unreadable(`extra ${place} is not ${wanted}`, `write ${wanted}`);
}

function unreadable(what: string, fix: string): Problem {
  return { what, why: 'the guest could not read the file, and the Pod would not start', fix, rule: 'guest-extra' };
}

interface UnknownKey {
  readonly path: string;
  readonly key: string;
  readonly known: readonly string[];
}

function unknownKeys(shape: Shape, table: JsonObject, path: string): UnknownKey[] {
  const known = Object.keys(shape);
  return Object.entries(table).flatMap(([key, value]) => {
    const wanted = kindOf(shape, key);
    if (wanted === undefined) return [{ path, key, known }];
    return typeof wanted === 'object' && isObject(value) ? unknownKeys(wanted, value, `${path} ${key}`) : [];
  });
}

function kindOf(shape: Shape, key: string): Kind | Shape | undefined {
  return Object.hasOwn(shape, key) ? shape[key] : undefined;
}

/** TOML has no null, and a list or a table holds none either. */
function isTomlValue(value: unknown): boolean {
  if (value === null || (typeof value === 'number' && !Number.isFinite(value))) return false;
  return typeof value !== 'object' || Object.values(value).every(isTomlValue);
}

function isOf(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case 'a text':
      return typeof value === 'string';
    case 'a whole number':
      return typeof value === 'bigint' || (Number.isSafeInteger(value) && (value as number) >= 0);
    case 'true or false':
      return typeof value === 'boolean';
    case 'a list of texts':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
    case 'a list of tables':
      return Array.isArray(value) && value.every((item) => isObject(item) && isTomlValue(item));
  }
}
