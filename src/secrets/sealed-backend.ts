import { createHash, X509Certificate } from 'node:crypto';
import type { Construct } from 'constructs';
import { SealedSecret } from '../../imports/bitnami.com';
import { InputError } from '../input/problem';
import type { CommittedSeals } from './committed-seals';
import { type SealScope, seal, sealLabel } from './seal';
import { bytesOf, isKnown, type ProvidedSecret, type SecretBackend, type SecretSpec } from './secret-backend';

export interface SealedBackendProps {
  /** The controller's certificate (PEM), as `kubeseal --fetch-cert` prints it. */
  readonly certificate: string;
  /** @default strict */
  readonly scope?: SealScope;
  /** The values that were sealed before. */
  readonly seals: CommittedSeals;
}

/** What marks a scope other than the strict one (sealed-secrets, `SecretScope`). */
const SCOPE_ANNOTATIONS = {
  strict: undefined,
  'namespace-wide': { 'sealedsecrets.bitnami.com/namespace-wide': 'true' },
  'cluster-wide': { 'sealedsecrets.bitnami.com/cluster-wide': 'true' },
} as const;

/** SealedSecrets: sealed at synthesis for the controller in the cluster, which alone can open them. */
export class SealedBackend implements SecretBackend {
  public readonly name = 'sealed';
  private readonly certificate: X509Certificate;
  private readonly scope: SealScope;

  /** @throws InputError for a certificate that cannot be read, or whose key is not RSA. */
  public constructor(private readonly props: SealedBackendProps) {
    this.scope = props.scope ?? 'strict';
    this.certificate = readCertificate(props.certificate);
  }

  /** @throws InputError where neither the content nor a value of an earlier run is there. */
  public provide(scope: Construct, id: string, { metadata, type, data }: SecretSpec): ProvidedSecret {
    const { name, namespace = 'default' } = metadata;
    const label = sealLabel(this.scope, namespace, name);
    const recipient = `${this.certificate.fingerprint256} ${label}`;
    const encryptedData = Object.fromEntries(
      Object.entries(data).map(([key, value]) => {
        const plaintext = isKnown(value) ? bytesOf(value) : undefined;
        const sealed = () => seal(plaintext ?? new Uint8Array(), this.certificate.publicKey, label);
        return [key, this.props.seals.valueOf({ path: `${namespace}/${name}/${key}`, recipient }, [plaintext], sealed)];
      }),
    );
    const annotations = { ...metadata.annotations, ...SCOPE_ANNOTATIONS[this.scope] };
    const marked = Object.keys(annotations).length > 0 ? { annotations } : {};
    new SealedSecret(scope, id, {
      metadata: { ...metadata, ...marked },
      spec: { encryptedData, template: { type, metadata: { name, namespace, labels: metadata.labels, ...marked } } },
    });
    return { revision: createHash('sha256').update(JSON.stringify(encryptedData)).digest('hex') };
  }
}

function readCertificate(pem: string): X509Certificate {
  const certificate = new X509Certificate(pem);
  const { asymmetricKeyType } = certificate.publicKey;
  if (asymmetricKeyType === 'rsa') return certificate;
  throw new InputError({
    rule: 'seal-certificate',
    what: `the certificate has a key of type ${asymmetricKeyType}`,
    why: 'the Sealed Secrets controller has RSA keys only, so this is not its certificate',
    fix: 'write the file that kubeseal --fetch-cert prints',
  });
}
