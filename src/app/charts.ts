import { ApiObject, type App, Chart, type ChartProps } from 'cdk8s';
import type { JsonObject } from '../input/json';
import { type CustomClusterScope, isClusterScoped } from '../kubernetes/cluster-scope';
import type { SecretBackendName, SecretSpec } from '../secrets/secret-backend';

/**
 * Charts, one for each concern and namespace. Their names sort in the order in which they have to be applied, and stay the
 * same when others are added. `.gitignore` excludes those of the Secrets by name.
 */
export class Charts {
  private readonly charts = new Map<string, Chart>();

  /**
   * @param customScope what is known of custom resources
   * @param secrets how Secrets get into the cluster, and whether Git takes even plain ones
   */
  public constructor(
    private readonly app: App,
    private readonly customScope: CustomClusterScope,
    private readonly secrets: { readonly backend: SecretBackendName; readonly commitPlaintext?: boolean },
  ) {}

  /**
   * Where what becomes a Secret of ours goes: with another backend than the plain one, into a file that Git may have. SOPS
   * takes the first key and MAC of a file for all of it, so there each Secret has a file of its own.
   */
  public ofSecret({ namespace = 'default', name }: SecretSpec['metadata']): Chart {
    const { backend, commitPlaintext } = this.secrets;
    if (backend === 'plain' && !commitPlaintext) return this.of('secrets', namespace);
    const prefix = backend === 'plain' ? PLAINTEXT_SECRETS : `10-${backend}-secrets`;
    const file = backend === 'sops' ? `${namespace}--${name}` : namespace;
    return this.chart(`${prefix}-${file}`, { namespace });
  }

  public of(concern: keyof typeof PREFIXES, namespace: string): Chart {
    return this.chart(`${PREFIXES[concern]}-${namespace}`, { namespace });
  }

  /** Where what belongs to no namespace goes: first, since others may need it. */
  public cluster(): Chart {
    return this.chart('00-cluster', {});
  }

  /**
   * Where an object of the user's manifests goes: what belongs to no namespace first, since others may need it, and
   * Secrets into a file that Git ignores.
   */
  public forManifest(object: JsonObject, namespace: string): Chart {
    if (isClusterScoped(object, this.customScope)) return this.cluster();
    return this.of(object.kind === 'Secret' ? 'secrets' : 'manifests', namespace);
  }

  /** Removes charts without objects, which would be written as empty files. */
  public removeEmpty(): void {
    for (const chart of this.charts.values()) {
      if (!chart.node.findAll().some(ApiObject.isApiObject)) this.app.node.tryRemoveChild(chart.node.id);
    }
  }

  private chart(id: string, props: ChartProps): Chart {
    const chart = this.charts.get(id) ?? new Chart(this.app, id, { ...props, disableResourceNameHashes: true });
    this.charts.set(id, chart);
    return chart;
  }
}

const PREFIXES = {
  secrets: '10-secrets',
  kbs: '20-kbs',
  workloads: '30-workloads',
  manifests: '40-manifests',
} as const;

/** How the files of plain Secrets begin that the user wants in Git. */
export const PLAINTEXT_SECRETS = '10-plaintext-secrets';

/** Whether a chart holds Secrets. */
export function isSecretChart({ node }: Chart): boolean {
  return node.id.startsWith(`${PREFIXES.secrets}-`);
}
