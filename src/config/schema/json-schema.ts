import { z } from 'zod';
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

  /** The keys that a mapping may have. */
  public keysAt(path: readonly PropertyKey[]): string[] {
    return this.at(path).flatMap(({ properties }) => Object.keys(properties ?? {}));
  }

  /** What a value is for. */
  public descriptionAt(path: readonly PropertyKey[]): string | undefined {
    return this.at(path).find(({ description }) => description)?.description;
  }

  private at(path: readonly PropertyKey[]): JsonSchema[] {
    this.schema ??= jsonSchema();
    return path.reduce<JsonSchema[]>(
      (places, step) => places.flatMap((place) => below(place, step)),
      shapes(this.schema),
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
