import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';

/** A claim of an administrator's token, by its name. */
export type Claims = Readonly<Record<string, unknown>>;

/** The administrator's key pair: signs tokens, and says whether one is its own. */
export class AdminKey {
  /** A new Ed25519 key pair, as Trustee's installers make. */
  public static generate(): AdminKey {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    return new AdminKey(publicKey, privateKey);
  }

  /** The public half, as the KBS is given it. */
  public static fromPublicPem(pem: string): AdminKey {
    return new AdminKey(createPublicKey(pem));
  }

  private constructor(
    private readonly publicKey: KeyObject,
    private readonly privateKey?: KeyObject,
  ) {}

  /** A token (EdDSA JWT) with these claims; without further word for the role `admin`, for an hour. */
  public token(claims: Claims = {}): string {
    if (this.privateKey === undefined) throw new Error('there is no private key');
    const inAnHour = Math.floor(Date.now() / 1000) + 3600;
    const parts = [
      { alg: 'EdDSA', typ: 'JWT' },
      { role: 'admin', exp: inAnHour, ...claims },
    ];
    const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${signed}.${sign(null, Buffer.from(signed), this.privateKey).toString('base64url')}`;
  }

  /** The claims of a token that this key signed and that has not expired; undefined for any other. */
  public verify(token: string): Claims | undefined {
    const [header = '', claims = '', signature = ''] = token.split('.');
    const isOurs = verify(
      null,
      Buffer.from(`${header}.${claims}`),
      this.publicKey,
      Buffer.from(signature, 'base64url'),
    );
    if (!isOurs || decoded(header).alg !== 'EdDSA') return undefined;
    const found = decoded(claims);
    return Number(found.exp) > Date.now() / 1000 ? found : undefined;
  }
}

function decoded(part: string): Claims {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}
