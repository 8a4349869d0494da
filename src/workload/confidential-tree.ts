import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { JsonObject } from '../input/json';
import { InputError, type Problem } from '../input/problem';
import type { ConfidentialObject } from './confidential-object';

/** Makes a workload's object. @throws InputError for what keeps it from being confidential. */
type Maker = () => ConfidentialObject;

/** The confidential workloads of one construct tree. */
export class ConfidentialTree {
  private static readonly trees = new WeakMap<IConstruct, ConfidentialTree>();

  /** The tree that a construct is in. */
  public static of({ node }: IConstruct): ConfidentialTree {
    const tree = ConfidentialTree.trees.get(node.root) ?? new ConfidentialTree();
    ConfidentialTree.trees.set(node.root, tree);
    return tree;
  }

  private readonly makers = new Map<ApiObject, Maker>();

  /** What makes the object that a workload is to be made confidential from: that of an earlier time, or cdk8s'. */
  public previous(workload: ApiObject): () => JsonObject {
    const make = this.makers.get(workload);
    return make ? () => make().object : workload.toJson.bind(workload);
  }

  /** Adds a workload, or replaces how its object is made. */
  public add(workload: ApiObject, make: Maker): void {
    this.makers.set(workload, make);
  }

  /**
   * What `make` returns, of a workload of this tree.
   *
   * @throws InputError where it fails, with the problems of all workloads: cdk8s stops at the first error that is found in
   * synthesis, and to validate each object before that would mean to synthesize it again, once for each chart.
   */
  public attempt(make: Maker): ConfidentialObject {
    try {
      return make();
    } catch (error) {
      if (error instanceof InputError) InputError.throwIfAny([...this.makers.values()].flatMap(problemsOf));
      throw error;
    }
  }
}

function problemsOf(make: Maker): readonly Problem[] {
  try {
    make();
    return [];
  } catch (error) {
    return error instanceof InputError ? error.problems : [];
  }
}
