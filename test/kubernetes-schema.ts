interface Model {
  validate(): void;
}

type ModelClass = new (object: object) => Model;

/**
 * Checks an object against the OpenAPI schema that the Kubernetes API publishes for its kind.
 *
 * @throws where the object does not fit, or its kind has no schema.
 */
export function validateKubernetesObject(object: { apiVersion: string; kind: string }): void {
  new (modelOf(object))(object).validate();
}

function modelOf({ apiVersion, kind }: { apiVersion: string; kind: string }): ModelClass {
  const models: Record<string, ModelClass> = require(`kubernetes-models/${apiVersion}/${kind}`);
  const model = models[kind];
  if (model === undefined) {
    throw new Error(`no schema for ${apiVersion} ${kind}`);
  }
  return model;
}
