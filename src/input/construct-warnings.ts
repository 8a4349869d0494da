import { describeProblem, type Problem } from './problem';

/** Type of the construct metadata that holds warnings; each entry's data is a {@link Problem}. */
export const WARNING_METADATA = 'cdk8s-coco:warning';

/** What a construct's node has for metadata (constructs 10). */
interface MetadataNode {
  readonly metadata: readonly { readonly type: string; readonly data: unknown }[];
  addMetadata(type: string, data: unknown): void;
  findAll(): readonly MetadataHolder[];
}

interface MetadataHolder {
  readonly node: MetadataNode;
}

/** Keeps a warning in a construct's metadata, once for each text: an object may be synthesized several times. */
export function addWarning(construct: MetadataHolder, warning: Problem): void {
  const text = describeProblem(warning);
  if (ownWarnings(construct).some((known) => describeProblem(known) === text)) return;
  construct.node.addMetadata(WARNING_METADATA, warning);
}

/**
 * The warnings of all constructs of a tree, in its order, each text once. Those about the content of a workload are there
 * after synthesis.
 */
export function constructWarnings(root: MetadataHolder): Problem[] {
  const warnings = root.node.findAll().flatMap(ownWarnings);
  return [...new Map(warnings.map((warning) => [describeProblem(warning), warning])).values()];
}

function ownWarnings({ node }: MetadataHolder): Problem[] {
  return node.metadata.filter(({ type }) => type === WARNING_METADATA).map(({ data }) => data as Problem);
}
