import { objectOf, objectsIn } from '../input/json';
import { InputError } from '../input/problem';
import { ResourceUri } from '../kbs/resource-uri';
import type { GuestSettings } from './guest-settings';

/** Checks that a guest which is told of no KBS needs none. @throws InputError with each setting that does. */
export function checkKbsNeeds(settings: GuestSettings): void {
  if (settings.kbs || settings.extra['cdh.toml']?.kbc !== undefined) return;
  InputError.throwIfAny(
    needs(settings).map((option) => ({
      what: `${option} needs a KBS, and kbs is missing`,
      why: 'the guest would not know whom to ask',
      fix: `write the address of the KBS under kbs, or leave out ${option}`,
      rule: 'missing-kbs',
    })),
  );
}

function needs({ authFile, imagePolicy, kbsCertificate, registries, extra }: GuestSettings): string[] {
  const { image, credentials } = extra['cdh.toml'] ?? {};
  const options = { authFile, imagePolicy, kbsCertificate };
  return [
    ...Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [name])),
    ...(registries instanceof ResourceUri ? ['registries'] : []),
    ...Object.entries(objectOf(image))
      .filter(([, value]) => isKbsUri(value))
      .map(([key]) => `extra cdh.toml image.${key}`),
    ...(objectsIn(credentials).some(({ resource_uri }) => isKbsUri(resource_uri))
      ? ['extra cdh.toml credentials']
      : []),
  ];
}

function isKbsUri(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('kbs://');
}
