import { z } from 'zod';
import { appendTo } from '../../input/group-by';
import { isObject } from '../../input/json';
import { editDistance, nearest } from '../../input/nearest';
import { ConfigDirectory } from '../config-directory';
import { configSchema } from './config';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The schema of `coco.yaml` for editors, as `coco.schema.json` publishes it. */
export function jsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(configSchema(new ConfigDirectory('.', 'it')), {
    io: 'input',
    override: ({ zodSchema, jsonSchema: node }) => {
      // zod drops the examples of what is transformed; ours are of what is written.
      const { examples } = (z.globalRegistry.get(zodSchema) ?? {}) as { examples?: unknown[] };
      if (examples) node.examples = examples;
      allowExpression(node);
    },
  });
  return { title: 'coco.yaml of cdk8s-coco', ...schema };
}

/** The text of `coco.schema.json`. */
export function schemaText(): string {
  return `${JSON.stringify(jsonSchema(), null, 2)}\n`;
}

/** `${NAME}` may stand for any scalar; where only some texts are allowed, the editor has to be told so. */
function allowExpression(node: JsonSchema): void {
  if (!node.enum && !node.pattern) return;
  const { description, examples, default: fallback, ...restriction } = node;
  for (const key of Object.keys(node)) delete node[key];
  Object.assign(node, {
    ...(description && { description }),
    ...(examples !== undefined && { examples }),
    ...(fallback !== undefined && { default: fallback }),
    anyOf: [restriction, { type: 'string', pattern: '\\$\\{' }],
  });
}

/** Answers what the schema says of a place in the file; the schema is made once something is wrong. */
export class SchemaGuide {
  private schema: JsonSchema | undefined;
  /** Mappings that have a key, the outermost first. */
  private places: Map<string, string[]> | undefined;

  /** The keys that a mapping may have. */
  public keysAt(path: readonly PropertyKey[]): string[] {
    return this.at(path).flatMap(({ properties }) => Object.keys(properties ?? {}));
  }

  /** What a value is for. */
  public descriptionAt(path: readonly PropertyKey[]): string | undefined {
    return this.at(path).find(({ description }) => description)?.description;
  }

  /** A value that could stand there; undefined where none is known. */
  public exampleAt(path: readonly PropertyKey[]): unknown {
    const places = this.at(path);
    const [example = enumsOf(places)[0]] = places.flatMap(({ examples = [] }) => examples as unknown[]);
    if (example !== undefined || typeof path.at(-1) !== 'number') return example;
    const list = this.exampleAt(path.slice(0, -1));
    return Array.isArray(list) ? list[0] : undefined;
  }

  /** The candidate that a misspelt word most likely means: it begins so, or at most two letters are other ones. */
  public meant(word: string, candidates: readonly string[]): string | undefined {
    if (word.length > LONGEST_KEY) return undefined;
    const found = nearest(word, candidates);
    if (found === undefined || found.startsWith(word)) return found;
    if (editDistance(word.toLowerCase(), found.toLowerCase()) > FURTHEST) return undefined;
    // What stands behind a whole key may be its value.
    const rest = word.startsWith(found) ? word.slice(found.length) : '';
    return rest === '' || rest === 's' ? found : undefined;
  }

  /** The outermost mappings of the same section where a key belongs; undefined where there is none. */
  public placeOf(key: string, [section]: readonly PropertyKey[]): string | undefined {
    this.places ??= keyPlaces(this.root(), '', new Map());
    const places = (this.places.get(key) ?? []).filter(
      (place) => section === undefined || startsAt(place, String(section)),
    );
    const outermost = Math.min(...places.map(depthOf));
    return [...new Set(places.filter((place) => depthOf(place) === outermost))].join(' or ') || undefined;
  }

  /** Whether a word is a key anywhere in the file. */
  public isKey(word: string): boolean {
    this.places ??= keyPlaces(this.root(), '', new Map());
    return this.places.has(word);
  }

  private root(): JsonSchema {
    this.schema ??= jsonSchema();
    return this.schema;
  }

  private at(path: readonly PropertyKey[]): JsonSchema[] {
    return path.reduce<JsonSchema[]>(
      (places, step) => places.flatMap((place) => below(place, step)),
      shapes(this.root()),
    );
  }
}

function below(schema: JsonSchema, step: PropertyKey): JsonSchema[] {
  const named = schema.properties?.[String(step)] ?? schema.additionalProperties;
  const next = typeof step === 'number' ? schema.items : named;
  return next && typeof next === 'object' && !Array.isArray(next) ? shapes(next) : [];
}

/** A schema, and those that it is a choice of. */
function shapes(schema: JsonSchema): JsonSchema[] {
  return [schema, ...((schema.anyOf ?? []) as JsonSchema[]).flatMap(shapes)];
}

/** Longer words are no keys. */
const LONGEST_KEY = 40;
const FURTHEST = 2;

function enumsOf(places: readonly JsonSchema[]): unknown[] {
  return places.flatMap((place) => place.enum ?? []);
}

function depthOf(place: string): number {
  return place.split('.').length;
}

function startsAt(place: string, section: string): boolean {
  return place === section || place.startsWith(`${section}.`) || place.startsWith(`${section}[`);
}

function keyPlaces(schema: JsonSchema, place: string, places: Map<string, string[]>): Map<string, string[]> {
  for (const shape of shapes(schema)) {
    if (place) for (const key of Object.keys(shape.properties ?? {})) appendTo(places, key, place);
    for (const [key, child] of Object.entries(shape.properties ?? {})) {
      keyPlaces(child as JsonSchema, place ? `${place}.${key}` : key, places);
    }
    if (isObject(shape.items)) keyPlaces(shape.items as JsonSchema, `${place}[]`, places);
  }
  return places;
}
