import type { Construct } from 'constructs';
import {
  ExternalSecret,
  type ExternalSecretSpecData,
  type ExternalSecretSpecDataFrom,
  ExternalSecretSpecDataRemoteRefConversionStrategy,
  ExternalSecretSpecDataRemoteRefDecodingStrategy,
  ExternalSecretSpecDataRemoteRefMetadataPolicy,
} from '../../imports/external-secrets.io';
import { InputError } from '../input/problem';
import type { SecretTexts } from '../registry/credential-document';
import type { CredentialSource, RegistryCredential } from '../registry/registry-credential';
import type { ProvidedSecret, SecretBackend, SecretSpec } from './secret-backend';

export interface ExternalBackendProps {
  /**
   * The store that remote keys are in.
   * @default - none: all credentials come from generators
   */
  readonly store?: { readonly name: string; readonly kind: string };
  /**
   * How often External Secrets reads the store, or runs the generators, as Go writes durations.
   * @default 1h
   */
  readonly refreshInterval?: string;
}

/** API group of the generators (External Secrets 2.x, `apis/generators/v1alpha1`). */
const GENERATORS = 'generators.external-secrets.io/v1alpha1';

/**
 * What the API server adds to each entry of a list by the definitions of External Secrets up to 1.x (0.16, `config/crds`): an
 * entry without it would be changed by each apply.
 */
const REMOTE_DEFAULTS = {
  conversionStrategy: ExternalSecretSpecDataRemoteRefConversionStrategy.DEFAULT,
  decodingStrategy: ExternalSecretSpecDataRemoteRefDecodingStrategy.NONE,
  metadataPolicy: ExternalSecretSpecDataRemoteRefMetadataPolicy.NONE,
};

/**
 * ExternalSecrets: External Secrets fetches users and passwords from a store, or makes tokens, and builds the documents in
 * the cluster by templates. No secret is in Git, nor known at synthesis.
 */
export class ExternalBackend implements SecretBackend {
  public readonly name = 'external';

  public constructor(private readonly props: ExternalBackendProps) {}

  /** @throws InputError for content that is not made of credentials, and for a store that is missing. */
  public provide(scope: Construct, id: string, { metadata, type, data }: SecretSpec): ProvidedSecret {
    const sources = new Sources();
    const templates = Object.entries(data).map(([key, value]) => {
      if (value instanceof Uint8Array) throw notACredential(key);
      return [key, value.render((credential) => sources.templateOf(credential))] as const;
    });
    const { store, refreshInterval = '1h' } = this.props;
    if (sources.data.length > 0 && !store) throw MISSING_STORE;
    const { name, labels, annotations } = metadata;
    new ExternalSecret(scope, id, {
      metadata,
      spec: {
        refreshInterval,
        ...(sources.data.length > 0 && { secretStoreRef: store, data: sources.data }),
        ...(sources.dataFrom.length > 0 && { dataFrom: sources.dataFrom }),
        target: {
          name,
          template: {
            engineVersion: 'v2',
            type,
            metadata: { labels, annotations },
            data: Object.fromEntries(templates),
          },
        },
      },
    });
    return {};
  }
}

/** Remote keys without a store. */
export const MISSING_STORE = new InputError({
  rule: 'missing-store',
  key: 'store',
  what: 'secrets.external names no store',
  why: 'External Secrets would not know where to look for the remote keys of the credentials',
  fix: 'write secrets: { backend: external, external: { store: <name of a SecretStore> } }',
});

function notACredential(key: string): InputError {
  return new InputError({
    rule: 'content-in-git',
    what: `the content of resource ${key} is a file here`,
    why: 'with the backend external no secret content goes through Git',
    fix: 'write secret: { name, key } of a Secret in the cluster in place of file',
  });
}

/** What an ExternalSecret fetches, each credential's under names of its own. */
class Sources {
  public readonly data: ExternalSecretSpecData[] = [];
  public readonly dataFrom: ExternalSecretSpecDataFrom[] = [];
  private readonly prefixes = new Map<string, string>();

  /** Go template of what stands for a credential's secret. Base64 of any characters is safe within JSON. */
  public templateOf({ scope, source }: RegistryCredential): SecretTexts {
    if (source?.kind === 'remote') return { auth: pair(this.remote(source)) };
    if (source?.kind === 'generator') return { auth: this.generated(source) };
    throw new InputError({
      what: `the credential for ${scope} says neither remote nor generator`,
      why: 'External Secrets would not know where to get it from',
      fix: 'write remote: { key, username, password }, or generator: { kind, name }',
    });
  }

  private remote(source: CredentialSource & { kind: 'remote' }): string {
    return this.prefixOf(source, (prefix) => {
      for (const name of ['username', 'password'] as const) {
        const remoteRef = { key: source.key, property: source[name], ...REMOTE_DEFAULTS };
        this.data.push({ secretKey: `${prefix}_${name}`, remoteRef });
      }
    });
  }

  private generated(source: CredentialSource & { kind: 'generator' }): string {
    const { generator: kind, name } = source;
    const prefix = this.prefixOf(source, (made) => {
      this.dataFrom.push({
        sourceRef: { generatorRef: { apiVersion: GENERATORS, kind, name } },
        rewrite: [{ regexp: { source: '^(.*)$', target: `${made}_$1` } }],
      });
    });
    // What each makes: External Secrets 2.x, `generators/v1`.
    if (kind === 'QuayAccessToken') return `{{ .${prefix}_auth }}`;
    if (kind === 'GithubAccessToken') return `{{ printf "x-access-token:%s" .${prefix}_token | b64enc }}`;
    return pair(prefix);
  }

  /** What the names of a source begin with; it is fetched once, however many credentials come from it. */
  private prefixOf(source: CredentialSource, fetch: (prefix: string) => void): string {
    const key = JSON.stringify(source);
    const known = this.prefixes.get(key);
    if (known) return known;
    const prefix = `credential${this.prefixes.size + 1}`;
    this.prefixes.set(key, prefix);
    fetch(prefix);
    return prefix;
  }
}

function pair(prefix: string): string {
  // A line break at the end of a value in the store is none of the password, as in passwordFile.
  return `{{ printf "%s:%s" .${prefix}_username (.${prefix}_password | trimAll "\\r\\n") | b64enc }}`;
}
