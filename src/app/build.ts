import { ApiObject, App, YamlOutputType } from 'cdk8s';
import { BUILT_IN_NAMESPACES } from '../check/prerequisites';
import type { Config } from '../config/schema/config';
import { DefaultNames } from '../config/schema/default-names';
import type { KbsConfig } from '../config/schema/kbs';
import { InputError, type Problem } from '../input/problem';
import { KbsUpload } from '../kbs/upload/kbs-upload';
import { recommendedLabels } from '../kubernetes/labels';
import { PULL_SECRET_KEY, PULL_SECRET_TYPE } from '../registry/pull-config';
import type { SecretBackend } from '../secrets/secret-backend';
import { PassThrough } from '../workload/pass-through';
import { Charts } from './charts';
import type { Findings } from './findings';
import type { Plan } from './plan';
import { scheduleWarnings } from './secret-backend';
import { checkDuplicates } from './unique-objects';
import type { UserObject } from './user-objects';

/** Where the Trustee of the CoCo documentation runs. */
const DEFAULT_KBS_NAMESPACE = 'coco-tenant';

const NO_REPOSITORY: Problem = {
  what: 'neither repository nor deployment says how the upload gets into the KBS',
  why: 'the guest would find no authentication file there',
  fix: 'write repository: { persistentVolumeClaim: kbs-repository }, for example; docs/kbs.md has all ways',
};

/** The cdk8s app of a plan. */
export interface BuiltApp {
  readonly app: App;
  /** The object of the user's that one is; undefined where it follows from all of `coco.yaml`. */
  readonly sourceOf: (object: ApiObject) => UserObject | undefined;
}

/**
 * Makes the cdk8s app of a plan.
 *
 * @param backend how Secrets get into the cluster
 * @param findings gets what cannot work in the cluster, which the app is without.
 */
export function buildApp(config: Config, plan: Plan, backend: SecretBackend, findings: Findings): BuiltApp {
  const app = new App({ yamlOutputType: YamlOutputType.FILE_PER_CHART });
  const charts = new Charts(app, plan.customScope, config.secrets);
  const placed = inCharts(backend, charts);
  addPullSecrets(app, config, plan, placed, findings);
  if (plan.resources.length > 0) addUpload(charts, config, plan, placed, findings);
  const sources = new Map<ApiObject, UserObject>();
  plan.workloads.forEach((source, index) => {
    sources.set(new PassThrough(charts.of('workloads', source.namespace), String(index), source), source);
  });
  plan.manifests.forEach((source, index) => {
    const chart = charts.forManifest(source.object, source.namespace);
    sources.set(new PassThrough(chart, `manifest-${index}`, source), source);
  });
  if (config.namespaces === 'create') addNamespaces(app, charts, config);
  charts.removeEmpty();
  const sourceOf = (object: ApiObject) => sources.get(object);
  checkDuplicates(app, sourceOf, findings);
  return { app, sourceOf };
}

/**
 * The namespaces of all objects, those that are made already or that every cluster has left out. That of the KBS came with
 * Trustee: made here, it would be pruned and deleted with the rest, and Trustee with it.
 */
function addNamespaces(app: App, charts: Charts, { kbs, project }: Config): void {
  const objects = app.node.findAll().filter(ApiObject.isApiObject);
  const made = new Set(objects.filter(({ kind }) => kind === 'Namespace').map(({ name }) => name));
  const named = new Set(objects.map(({ metadata }) => metadata.namespace).filter((name) => name !== undefined));
  for (const name of [...named].sort()) {
    if (made.has(name) || BUILT_IN_NAMESPACES.includes(name) || (kbs && name === namespaceOf(kbs))) continue;
    const metadata = { name, labels: recommendedLabels('namespace', name, undefined, project) };
    new ApiObject(charts.cluster(), `namespace-${name}`, { apiVersion: 'v1', kind: 'Namespace', metadata });
  }
}

/** A backend that puts each Secret into the file that is for it. */
function inCharts(backend: SecretBackend, charts: Charts): SecretBackend {
  const { name } = backend;
  return { name, provide: (_, id, spec) => backend.provide(charts.ofSecret(spec.metadata), id, spec) };
}

function addPullSecrets(app: App, config: Config, plan: Plan, backend: SecretBackend, findings: Findings): void {
  const { name } = config.pullSecret;
  for (const [namespace, document] of plan.documents.pullConfigs) {
    const metadata = { name, namespace, labels: recommendedLabels('pull-secret', name, undefined, config.project) };
    const spec = { metadata, type: PULL_SECRET_TYPE, data: { [PULL_SECRET_KEY]: document } };
    findings.collect(['secrets'], () => backend.provide(app, 'PullSecret', spec));
  }
}

function addUpload(charts: Charts, config: Config, plan: Plan, backend: SecretBackend, findings: Findings): void {
  const path = ['kbs'];
  const { kbs, project } = config;
  const upload = kbs && findings.collect(path, () => makeUpload(charts, kbs, project, plan, backend));
  if (upload) findings.warn(path, ...uploadWarnings(upload));
  if (upload?.job && !upload.cronJob) findings.warn(path, ...scheduleWarnings(config));
}

function uploadWarnings({ warnings, kbsConfigPatch }: KbsUpload): Problem[] {
  if (!kbsConfigPatch) return [...warnings];
  const names = kbsConfigPatch.spec.kbsSecretResources;
  const what = `the operator serves Secret ${names.join(', ')} once spec.kbsSecretResources of the KbsConfig names it`;
  return [...warnings, { what, fix: 'write it there, if it is not yet; see docs/kbs.md' }];
}

function namespaceOf({ namespace, deployment }: KbsConfig): string {
  return namespace ?? deployment?.namespace ?? DEFAULT_KBS_NAMESPACE;
}

function makeUpload(
  charts: Charts,
  kbs: KbsConfig,
  project: string | undefined,
  { resources }: Plan,
  secretBackend: SecretBackend,
): KbsUpload {
  const { name = DefaultNames.of(project).upload, labels, annotations, ...options } = kbs.upload;
  const { deployment, repository } = kbs;
  if (!deployment && !repository?.target) throw new InputError(NO_REPOSITORY);
  const namespace = namespaceOf(kbs);
  return new KbsUpload(charts.of('kbs', namespace), 'Upload', {
    ...options,
    metadata: { name, namespace, labels, annotations },
    partOf: project,
    resources,
    deployment,
    repository: repository?.target,
    layout: repository?.layout,
    secretBackend,
  });
}
