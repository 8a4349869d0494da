import { z } from 'zod';
import { ConfigDirectory } from '../config-directory';
import { configSchema } from './config';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The schema of `coco.yaml` for editors, as `coco.schema.json` publishes it. */
export function jsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(configSchema(new ConfigDirectory('.')), {
    io: 'input',
    override: ({ jsonSchema: node }) => allowExpression(node),
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
  const { description, default: fallback, ...restriction } = node;
  for (const key of Object.keys(node)) delete node[key];
  Object.assign(node, {
    ...(description && { description }),
    ...(fallback !== undefined && { default: fallback }),
    anyOf: [restriction, { type: 'string', pattern: '\\$\\{' }],
  });
}

/** The keys that a mapping of `coco.yaml` may have. */
export function keysAt(schema: JsonSchema, path: readonly PropertyKey[]): string[] {
  const branches = (schema.anyOf ?? schema.allOf) as JsonSchema[] | undefined;
  if (branches) return branches.flatMap((branch) => keysAt(branch, path));
  const [step, ...rest] = path;
  if (step === undefined) return Object.keys(schema.properties ?? {});
  const next = typeof step === 'number' ? schema.items : schema.properties?.[String(step)];
  return next && typeof next === 'object' && !Array.isArray(next) ? keysAt(next, rest) : [];
}
