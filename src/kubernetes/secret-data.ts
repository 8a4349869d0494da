import { type JsonObject, objectOf } from '../input/json';

/** The values of a Secret by key, decoded; undefined where one is not base64. `stringData` counts before `data`. */
export function secretData({ data, stringData }: JsonObject): Map<string, Buffer | undefined> {
  return new Map([
    ...Object.entries(objectOf(data)).map(([key, value]) => [key, decode(value)] as const),
    ...Object.entries(objectOf(stringData)).map(([key, value]) => [key, bytesOf(value)] as const),
  ]);
}

function bytesOf(value: unknown): Buffer | undefined {
  return typeof value === 'string' ? Buffer.from(value) : undefined;
}

function decode(value: unknown): Buffer | undefined {
  if (typeof value !== 'string') return undefined;
  const bytes = Buffer.from(value, 'base64');
  return bytes.toString('base64').replace(/=+$/, '') === value.replace(/[\s=]+/g, '') ? bytes : undefined;
}
