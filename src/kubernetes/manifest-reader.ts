import { isObject, objectOf } from '../input/json';
import { InputError, type Place, within } from '../input/problem';
import { ProblemCollector } from '../input/problem-collector';
import { quote } from '../input/quote';
import { DocumentReader } from './document-reader';
import { type FieldPath, FieldPlaces, offsetOf } from './field-places';
import type { LocatedObject } from './located-object';
import { parseDocuments } from './manifest-documents';
import { readPlain } from './plain-reader';
import { resolvePlain } from './scalar';
import { yamlMistake } from './yaml-errors';
import { offsetIn, type Tree } from './yaml-tree';

/** What nobody reads to the end. */
const MOST_PROBLEMS = 100;

/**
 * Reads a manifest file as kubectl does (sigs.k8s.io/yaml): YAML 1.1 scalars, anchors and merge keys resolved, empty
 * documents dropped, lists flattened into their items. Other than kubectl it refuses duplicate keys, of which kubectl
 * silently keeps the last.
 *
 * @param text content of the file
 * @param file its name, for error messages
 * @throws InputError with all problems, each with file and line. File content is quoted no further than a key.
 */
export function readManifest(text: string, file: string): LocatedObject[] {
  try {
    return readDocuments(text, file);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError({ places: [{ file }], what: 'nested too deeply', why: 'kubectl cannot read it' });
  }
}

function readDocuments(text: string, file: string): LocatedObject[] {
  const places = new FieldPlaces(text, file);
  const plain = new ObjectCollector(places);
  const isPlain = readPlain(text, kubectlValue, (root) =>
    plain.add(
      () => contentOf(root.tree),
      (path) => offsetIn(root, path),
    ),
  );
  return isPlain ? plain.all() : readByLibrary(text, file, places);
}

function kubectlValue(text: string): unknown {
  return resolvePlain(text).value;
}

function contentOf(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return Array.from(tree.entries.values(), (branch) => contentOf(branch.tree));
  return Object.fromEntries(Array.from(tree.entries, ([key, branch]) => [key, contentOf(branch.tree)]));
}

function readByLibrary(text: string, file: string, places: FieldPlaces): LocatedObject[] {
  const objects = new ObjectCollector(places);
  const placeAt = (offset: number) => places.placeAt(offset);
  for (const { document, difference } of parseDocuments(text, file)) {
    if (objects.isFull) break;
    const [error] = document.errors;
    const mistake = error ? yamlMistake(error, document, text) : difference;
    const read = () => {
      if (!mistake) return new DocumentReader(document, placeAt).read();
      const problem = { why: 'kubectl cannot read it', ...mistake.problem };
      throw new InputError(within(placeAt(mistake.offset), problem));
    };
    objects.add(read, (path) => offsetOf(document, path));
  }
  return objects.all();
}

/** Gathers the objects of the documents of a file, and what is wrong with them. */
class ObjectCollector {
  private readonly problems = new ProblemCollector();
  private readonly objects: LocatedObject[] = [];
  private documents = 0;

  public constructor(private readonly places: FieldPlaces) {}

  /** Whether more is wrong than anybody reads. */
  public get isFull(): boolean {
    return this.problems.problems.length >= MOST_PROBLEMS;
  }

  /**
   * Adds the objects of the next document, unless too much is wrong already.
   *
   * @param read returns its value, or throws an InputError
   * @param offsetOf position of one of its values, or of the innermost one around it; called at once
   */
  public add(read: () => unknown, offsetOf: (path: FieldPath) => number): void {
    const document = this.documents++;
    if (this.isFull) return;
    const source: Source = {
      placeOf: (path) => this.places.placeOf(document, path),
      startOf: (path) => this.places.placeAt(offsetOf(path)),
    };
    this.objects.push(...(this.problems.collect(() => objectsOf(read(), source)) ?? []));
  }

  /** @throws InputError with everything that is wrong. */
  public all(): LocatedObject[] {
    this.problems.throwIfAny();
    return this.objects;
  }
}

/** Knows the lines of one document. */
interface Source {
  /** Of a field, at any time. */
  placeOf(path: FieldPath): Place;
  /** Of an object, while the document is read. */
  startOf(path: FieldPath): Place;
}

function objectsOf(value: unknown, source: Source): LocatedObject[] {
  return value === null ? [] : flatten(value, source, []);
}

/** The object, or the items of a `kind: List` (or `PodList`, …), with their own lines where they are known. */
function flatten(value: unknown, source: Source, path: FieldPath): LocatedObject[] {
  const place = source.startOf(path);
  if (!isObject(value) || typeof value.apiVersion !== 'string' || typeof value.kind !== 'string') {
    throw new InputError({
      rule: 'not-kubernetes',
      places: [place],
      what: 'not a Kubernetes object',
      why: 'kubectl needs apiVersion and kind',
      fix: 'write only Kubernetes objects in this file',
    });
  }
  const placeOf = (field: FieldPath) => source.placeOf([...path, ...field]);
  checkMetadata(value.metadata, placeOf);
  const { items } = value;
  if (!value.kind.endsWith('List') || !Array.isArray(items)) return [{ object: value, place, placeOf }];
  return items.flatMap((item, index) => flatten(item, source, [...path, 'items', index]));
}

/** @throws InputError for names, labels and annotations that are no texts: kubectl would not read the file at all. */
function checkMetadata(metadata: unknown, placeOf: (path: FieldPath) => Place): void {
  if (!isObject(metadata)) return;
  const { name, generateName, namespace, labels, annotations } = metadata;
  const groups = { '': { name, generateName, namespace }, labels, annotations };
  const wrong = Object.entries(groups).flatMap(([group, texts]) =>
    Object.entries(objectOf(texts))
      .filter(([, text]) => text !== undefined && text !== null && typeof text !== 'string')
      .map(([key]) => [...(group ? [group] : []), key]),
  );
  InputError.throwIfAny(
    wrong.slice(0, MOST_PROBLEMS).map((path) => ({
      rule: 'metadata-text',
      places: [placeOf(['metadata', ...path])],
      what: `${quote(path.at(-1) ?? '')} in the metadata is no text for kubectl (YAML 1.1)`,
      why: 'kubectl reads names, labels and annotations as texts only',
      fix: 'write its value in quotes',
    })),
  );
}
