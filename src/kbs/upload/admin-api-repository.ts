import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { shortHash } from '../../input/short-hash';
import type { KbsResource, SecretKey } from '../kbs-resource';
import { checkTokenSecret, parseCertificates, parseProxy, parseUrl, urlWarnings } from './admin-api-checks';
import { apiEgress, proxyEgress } from './api-egress';
import type { Repository } from './repository';
import { packSecrets, type ResourceSecrets } from './resource-secrets';
import { readScript } from './script';
import { uploadFile } from './upload-files';
import type { PodIdentity, PreparedUpload, UploadContext } from './upload-task';

/** curl, by the digest of its multi-architecture index. */
const CURL_IMAGE =
  'docker.io/curlimages/curl:8.18.0@sha256:d94d07ba9e7d6de898b6d96c1a072f6f8266c687af78a74f380087a0addf5d17';

/** An unprivileged user that no image knows. */
const NOBODY = 65532;
const TOKEN = 'token';
const CA_CERTIFICATE = 'ca.pem';

export interface AdminApiRepositoryOptions {
  /** Address of the KBS as dialled from a Pod in its namespace, e.g. `https://kbs:8080`. */
  readonly url: string;
  /** Where the administrator's JWT is kept, e.g. `{ name: 'trustee-bootstrap-user-keys', key: 'KBS_ADMIN_TOKEN' }`. */
  readonly tokenSecret: SecretKey;
  /**
   * Certificate (PEM) of the authority that signed the KBS's certificate, or several. What stands around them is dropped.
   * @default - the public authorities that the uploader image knows
   */
  readonly caCertificate?: string;
  /**
   * Proxy to reach the KBS through, e.g. `http://proxy.example:3128`.
   * @default - none: the KBS is dialled directly, whatever proxy the Pod's environment names
   */
  readonly proxy?: string;
}

/** The KBS's HTTP API: `POST /kbs/v0/resource/<path>` with the administrator's token. */
export class AdminApiRepository implements Repository {
  /** @inheritdoc */
  public readonly kind = 'adminApi';
  /** @inheritdoc */
  public readonly uploadParts = ['job'] as const;
  private readonly url: URL;
  private readonly tokenSecret: SecretKey;
  private readonly certificates?: string;
  private readonly proxy?: URL;

  /** @throws InputError for a URL, Secret, certificate or proxy that cannot work. */
  public constructor({ url, tokenSecret, caCertificate, proxy }: AdminApiRepositoryOptions) {
    this.url = parseUrl(url);
    checkTokenSecret(tokenSecret);
    this.tokenSecret = tokenSecret;
    this.certificates = caCertificate === undefined ? undefined : parseCertificates(this.url, caCertificate);
    this.proxy = proxy === undefined ? undefined : parseProxy(proxy);
  }

  /** @inheritdoc */
  public secrets(name: string, resources: readonly KbsResource[]): ResourceSecrets {
    return packSecrets(name, resources);
  }

  /** @inheritdoc */
  public prepare(scope: Construct, context: UploadContext): PreparedUpload {
    const { url, tokenSecret, certificates, proxy } = this;
    const sources: k8s.VolumeProjection[] = [
      { secret: { name: tokenSecret.name, items: [{ key: tokenSecret.key, path: TOKEN }] } },
    ];
    if (certificates !== undefined) sources.push(createCertificates(scope, context, certificates));
    const task = {
      image: CURL_IMAGE,
      script: readScript('upload-api.sh'),
      args: context.resources.flatMap(({ uri, file }) => [file, uri.path]),
      env: {
        KBS_URL: url.href.replace(/\/+$/, ''),
        TOKEN_FILE: uploadFile(TOKEN),
        ...(certificates === undefined ? {} : { CA_FILE: uploadFile(CA_CERTIFICATE) }),
        ...(proxy === undefined ? {} : { PROXY_URL: proxy.origin }),
      },
      identity: apiIdentity(context.identity),
      volumes: [],
      volumeMounts: [],
      sources,
      egress: () => (proxy === undefined ? apiEgress(url, context) : proxyEgress(proxy)),
    };
    return { task, warnings: urlWarnings(url) };
  }
}

function createCertificates(scope: Construct, context: UploadContext, certificates: string): k8s.VolumeProjection {
  // The Job names the ConfigMap, so another certificate must be another ConfigMap for the Job to run again.
  const name = `${context.name}-ca-${shortHash(certificates)}`;
  new k8s.KubeConfigMap(scope, 'CaCertificate', {
    metadata: context.metadata(name, 'kbs-upload'),
    data: { [CA_CERTIFICATE]: certificates },
  });
  return { configMap: { name, items: [{ key: CA_CERTIFICATE, path: CA_CERTIFICATE }] } };
}

/** It writes to no volume, so it needs no user in particular; the group lets it read its own files. */
function apiIdentity(identity: PodIdentity): PodIdentity {
  const { runAsUser = NOBODY, fsGroup = runAsUser, runAsGroup = fsGroup } = identity;
  return { runAsUser, runAsGroup, fsGroup };
}
