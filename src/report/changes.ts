import type { ClusterView } from '../check/cluster-view';
import type { PodView } from '../check/pod-view';
import { describePrerequisite, prerequisites } from '../check/prerequisites';
import { groupBy } from '../input/group-by';
import { canonicalJson, type JsonObject } from '../input/json';
import { isDisposable, kubectlName } from '../kubernetes/deletion';
import { describeObject, groupOf } from '../kubernetes/identity';
import { confidentialWorkloads, initdataDigest } from './confidential-workloads';
import { differingFields } from './differing-fields';
import { isServedByOperator, RESTART_OPERATOR_KBS, servesOperator } from './operator-kbs';
import { type UploadFacts, uploadFacts } from './upload-facts';

/** What a change of the output does to one object. Holds nothing secret. */
export interface Change {
  /** `Deployment shop/web`. */
  readonly subject: string;
  /** In the words of whoever approves it, e.g. `image app:1.2 → app:1.3`. */
  readonly meaning: string;
}

/** What a change of the output means. */
export interface Changes {
  /** In the order of their subjects. */
  readonly changes: readonly Change[];
  /** What has to be done by hand, each a sentence for whoever applies it. */
  readonly byHand: readonly string[];
}

/** Compares what Git has of two outputs: Secrets are left alone, since Git has none as a rule. */
export function compare(before: ClusterView, after: ClusterView): Changes {
  const objects = new Comparison(before, after);
  const changes = [...objects.workloads(), ...objects.uploads(), ...objects.others()];
  const byHand = [...objects.newPrerequisites(), ...objects.deletions(), ...objects.restarts()];
  return { changes: changes.sort((a, b) => (a.subject < b.subject ? -1 : 1)), byHand };
}

class Comparison {
  private readonly subjectOf: (object: JsonObject) => string;
  private readonly old: ReadonlyMap<string, JsonObject>;
  private readonly now: ReadonlyMap<string, JsonObject>;
  /** Names of the confidential workloads and the uploads, of which more is told than that they differ. */
  private readonly told: ReadonlySet<string>;

  public constructor(
    private readonly before: ClusterView,
    private readonly after: ClusterView,
  ) {
    this.subjectOf = subjectsIn([before, after]);
    this.old = this.objectsIn(before);
    this.now = this.objectsIn(after);
    this.told = new Set([before, after].flatMap((view) => [...this.workloadsIn(view).keys(), ...uploadNames(view)]));
  }

  /** All but Secrets. */
  private objectsIn({ objects }: ClusterView): Map<string, JsonObject> {
    const others = objects.map(({ object }) => object).filter(({ kind }) => kind !== 'Secret');
    return new Map(others.map((object) => [this.subjectOf(object), object]));
  }

  private workloadsIn(view: ClusterView): Map<string, PodView> {
    return new Map(confidentialWorkloads(view).map((pod) => [this.subjectOf(pod.owner.object), pod]));
  }

  public workloads(): Change[] {
    const [old, now] = [this.workloadsIn(this.before), this.workloadsIn(this.after)];
    const names = [...new Set([...old.keys(), ...now.keys()])];
    return names.flatMap((subject) => {
      const meaning = this.meaningFor(subject, old.get(subject), now.get(subject));
      return meaning === undefined ? [] : [{ subject, meaning }];
    });
  }

  private meaningFor(name: string, old?: PodView, now?: PodView): string | undefined {
    if (!now) return this.now.has(name) ? 'is no longer confidential' : 'is gone';
    const { runtimeClassName = 'no runtime class', images } = now;
    if (!old && this.old.has(name)) return `becomes confidential under ${runtimeClassName}`;
    if (!old) return `new, confidential under ${runtimeClassName}; image ${images.join(', ')}`;
    const fields = differingFields(this.old.get(name), this.now.get(name)).filter((field) => !TOLD.test(field));
    const further = fields.length > 0 ? [`changes in ${named(fields)}`] : [];
    const meanings = [...factChanges(old, now), ...further];
    return meanings.length > 0 ? meanings.join('; ') : undefined;
  }

  public uploads(): Change[] {
    const [old, now] = [byName(uploadFacts(this.before)), byName(uploadFacts(this.after))];
    return [...new Set([...old.keys(), ...now.keys()])].flatMap((subject) => {
      const meaning = this.uploadMeaning(old.get(subject), now.get(subject));
      return meaning === undefined ? [] : [{ subject, meaning }];
    });
  }

  private uploadMeaning(old?: UploadFacts, now?: UploadFacts): string | undefined {
    if (!now) return 'is gone; what it has uploaded stays in the KBS';
    if (!old) return `new; it uploads ${now.paths.join(', ')}`;
    const [before, after] = [this.objectOf(old, this.old), this.objectOf(now, this.now)];
    const fields = differingFields(before?.spec, after?.spec);
    const paths = listChange('resource', old.paths, now.paths);
    if (fields.length > 0) return [...paths, 'it runs again, since how it uploads has changed'].join('; ');
    if (old.objectName === now.objectName) return undefined;
    return `it runs again, since what it uploads has changed: a credential or a file behind ${now.paths.join(', ')}`;
  }

  private objectOf({ name, namespace, objectName }: UploadFacts, objects: ReadonlyMap<string, JsonObject>) {
    return objects.get(`${name.slice(0, name.indexOf(' '))} ${namespace}/${objectName}`);
  }

  public others(): Change[] {
    const names = [...new Set([...this.old.keys(), ...this.now.keys()])].filter((name) => !this.told.has(name));
    return names.flatMap((subject) => {
      const [old, now] = [this.old.get(subject), this.now.get(subject)];
      if (!old) return [{ subject, meaning: 'new' }];
      if (!now) return [{ subject, meaning: 'is gone' }];
      const fields = differingFields(old, now);
      return fields.length > 0 ? [{ subject, meaning: `changes in ${named(fields)}` }] : [];
    });
  }

  public newPrerequisites(): string[] {
    const known = new Set(prerequisites(this.before).map(describePrerequisite));
    const needed = prerequisites(this.after).map(describePrerequisite);
    return needed.filter((one) => !known.has(one)).map((one) => `see that the cluster has ${one} beforehand`);
  }

  /** What is in the cluster still; a Job that has run does no harm. */
  public deletions(): string[] {
    const uploads = new Set(uploadNames(this.before));
    return [...this.old]
      .filter(([name, { kind }]) => !this.now.has(name) && !uploads.has(name) && isDisposable(kind))
      .map(([, object]) => `delete what is gone, unless something prunes it: kubectl delete ${kubectlName(object)}`);
  }

  public restarts(): string[] {
    const changed = [...this.now].some(
      ([name, object]) => servesOperator(object) && canonicalJson(object) !== canonicalJson(this.old.get(name)),
    );
    return changed && isServedByOperator(this.after) ? [`restart the operator's KBS: ${RESTART_OPERATOR_KBS}`] : [];
  }
}

/** Fields of which {@link factChanges} tells what they mean. */
const TOLD =
  /(^|\.)(image|runtimeClassName|imagePullSecrets)($|\.|\[)|\.annotations\.io\.(containerd|katacontainers)\./;

function factChanges(old: PodView, now: PodView): string[] {
  const single = ([label, read]: (typeof SINGLE)[number]) => change(label, read(old), read(now));
  const initdata = change('initdata', initdataDigest(old), initdataDigest(now)).map(
    (text) =>
      `${text}, in ${named(initdataFields(old, now))}: reference values have to follow, where Trustee compares them`,
  );
  return [
    ...listChange('image', old.images, now.images),
    ...listChange('pull Secret', old.pullSecrets, now.pullSecrets),
    ...SINGLE.flatMap(single),
    ...initdata,
  ];
}

const SINGLE: readonly (readonly [label: string, (pod: PodView) => string | undefined])[] = [
  ['runtime class', (pod) => pod.runtimeClassName],
  ['channel', (pod) => pod.guest.channel],
  ['authentication file', (pod) => pod.guest.authFile],
  ['image policy', (pod) => pod.guest.imagePolicy],
  ['KBS', (pod) => pod.guest.kbsUrl],
];

function change(label: string, old: string | undefined, now: string | undefined): string[] {
  return old === now ? [] : [`${label} ${old ?? 'none'} → ${now ?? 'none'}`];
}

/** Which lines' keys of the document differ. */
function initdataFields(old: PodView, now: PodView): string[] {
  const [before, after] = [linesOf(old.guest.initdata?.toml), linesOf(now.guest.initdata?.toml)];
  const differing = [...after]
    .filter((line) => !before.has(line))
    .concat([...before].filter((line) => !after.has(line)));
  return [...new Set(differing.map((line) => line.split('=')[0]?.trim() ?? ''))].filter((key) =>
    /^[\w."-]+$/.test(key),
  );
}

function linesOf(text = ''): ReadonlySet<string> {
  return new Set(text.split('\n'));
}

function listChange(label: string, old: readonly string[], now: readonly string[]): string[] {
  const gone = old.filter((one) => !now.includes(one));
  const added = now.filter((one) => !old.includes(one));
  if (gone.length === 1 && added.length === 1) return [`${label} ${gone[0]} → ${added[0]}`];
  return [...added.map((one) => `${label} ${one} is new`), ...gone.map((one) => `${label} ${one} is gone`)];
}

const NAMED_AT_MOST = 5;

function named(texts: readonly string[]): string {
  const more = texts.length - NAMED_AT_MOST;
  return texts.slice(0, NAMED_AT_MOST).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function byName<T extends { readonly name: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.name, item]));
}

/** What objects are called: `Service shop/web`, with the API group where two groups have one of that name. */
function subjectsIn(views: readonly ClusterView[]): (object: JsonObject) => string {
  const shared = new Set(views.flatMap(sharedTitles));
  return (object) => {
    const title = describeObject(object);
    const group = groupOf(object);
    return group !== undefined && shared.has(title) ? `${title} (${group})` : title;
  };
}

function sharedTitles({ objects }: ClusterView): string[] {
  const byTitle = groupBy(objects, ({ object }) => describeObject(object));
  const isShared = (same: typeof objects) => new Set(same.map(({ object }) => groupOf(object))).size > 1;
  return [...byTitle].filter(([, same]) => isShared(same)).map(([title]) => title);
}

function uploadNames(view: ClusterView): string[] {
  return uploadFacts(view).map(
    ({ name, namespace, objectName }) => `${name.slice(0, name.indexOf(' '))} ${namespace}/${objectName}`,
  );
}
