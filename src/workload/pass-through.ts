import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { type JsonObject, objectOf } from '../input/json';
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
  /** Whether a construct is one; cdk8s says of any ApiObject that it is an instance of each class that extends it. */
  public static isPassThrough(construct: IConstruct): construct is PassThrough {
    return 'toPlainJson' in construct;
  }

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

  /** The object as it is, with its JSON patches. */
  public toPlainJson(): JsonObject {
    // A patch changes what it is applied to.
    return this.operations.length === 0
      ? this.object
      : JsonPatch.apply(structuredClone(this.object), ...this.operations);
  }

  /** {@link toPlainJson} for cdk8s to print: strings of which kubectl would read something else are YAML nodes, see {@link kubectlSafe}. */
  public override toJson(): unknown {
    return kubectlSafe(this.toPlainJson());
  }
}

/** What other constructs may ask an ApiObject for. */
function identityOf({ metadata }: JsonObject): { name?: string; namespace?: string } {
  const { name, namespace } = objectOf(metadata);
  return {
    ...(typeof name === 'string' && { name }),
    ...(typeof namespace === 'string' && { namespace }),
  };
}
