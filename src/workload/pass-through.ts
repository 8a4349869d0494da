import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { isObject, type JsonObject } from '../input/json';
import { kubectlSafe } from '../kubernetes/kubectl-safe';

export interface PassThroughProps {
  /** A whole Kubernetes object. */
  readonly object: JsonObject;
}

/**
 * An object that is emitted exactly as it is, where cdk8s' own ApiObject sorts keys, drops nulls, and adds a name, the
 * chart's namespace and the chart's labels. JSON patches still apply.
 */
export class PassThrough extends ApiObject {
  private readonly object: JsonObject;
  private readonly operations: JsonPatch[] = [];

  public constructor(scope: Construct, id: string, { object }: PassThroughProps) {
    super(scope, id, {
      apiVersion: String(object.apiVersion),
      kind: String(object.kind),
      metadata: identityOf(object),
    });
    this.object = object;
  }

  public override addJsonPatch(...operations: JsonPatch[]): void {
    this.operations.push(...operations);
  }

  /**
   * The object. Strings that cdk8s would print so that kubectl reads something else are YAML nodes, see
   * {@link kubectlSafe}.
   */
  public override toJson(): unknown {
    if (this.operations.length === 0) return kubectlSafe(this.object);
    // A patch changes what it is applied to.
    return kubectlSafe(JsonPatch.apply(structuredClone(this.object), ...this.operations));
  }
}

/** What other constructs may ask an ApiObject for. */
function identityOf({ metadata }: JsonObject): { name?: string; namespace?: string } {
  const { name, namespace } = isObject(metadata) ? metadata : ({} as JsonObject);
  return {
    ...(typeof name === 'string' && { name }),
    ...(typeof namespace === 'string' && { namespace }),
  };
}
