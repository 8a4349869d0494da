import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { gzipSync } from 'fflate';
import { isObject, type JsonObject } from '../input/json';
import { InputError } from '../input/problem';
import { quote } from '../input/quote';
import { ANNOTATION_LIMIT_BYTES } from './annotations';
import type { Tee } from './runtime-class-catalogue';
import { parseToml, tomlFile, tomlString } from './toml-text';

/** Digest algorithms of the initdata specification 0.1.0. */
export type InitdataAlgorithm = 'sha256' | 'sha384' | 'sha512';

const VERSION = '0.1.0';
const ALGORITHMS: readonly string[] = ['sha256', 'sha384', 'sha512'] satisfies InitdataAlgorithm[];

/** More than an honest document that fits into an annotation has; a gzip bomb ends here. */
const DOCUMENT_LIMIT_BYTES = 1024 * 1024;

/** Bytes of the evidence field that carries the digest (kata-containers `src/libs/kata-types/src/initdata.rs`). */
const EVIDENCE_BYTES: Partial<Record<Tee, number>> = {
  'AMD SEV-SNP': 32,
  'Intel TDX': 48,
  'IBM Secure Execution': 256,
};

export interface InitdataProps {
  /**
   * What the digest is made with.
   * @default sha256, which fits the evidence of every TEE
   */
  readonly algorithm?: InitdataAlgorithm;
  /** Files for the guest by name: `aa.toml`, `cdh.toml`, `policy.rego`. */
  readonly data: Readonly<Record<string, string>>;
}

/**
 * Initdata: configuration files that the host hands to the guest and that cannot be changed unnoticed, as the digest of
 * the TOML document is part of the TEE's evidence.
 *
 *     annotation = base64( gzip( TOML ) )        digest = algorithm( TOML )
 *
 *     version = "0.1.0"
 *     algorithm = "sha256" | "sha384" | "sha512"
 *     [data]
 *     "aa.toml" = "…"  "cdh.toml" = "…"  "policy.rego" = "…"
 *
 * (Trustee `kbs/docs/initdata.md`; kata-containers `src/libs/kata-types/src/initdata.rs`.)
 */
export class Initdata {
  private encoded: string | undefined;
  private hash: string | undefined;

  private constructor(
    /** The document whose bytes (UTF-8) the digest covers. */
    public readonly toml: string,
    /** Algorithm of {@link digest}. */
    public readonly algorithm: InitdataAlgorithm,
    /** Files by name. */
    public readonly data: Readonly<Record<string, string>>,
  ) {}

  /**
   * A document of these files, in the given order, readable and the same on every machine.
   *
   * @throws InputError where a file holds half a surrogate pair, which no UTF-8 text can.
   */
  public static of({ algorithm = 'sha256', data }: InitdataProps): Initdata {
    for (const [name, text] of Object.entries(data)) {
      if (/\p{Surrogate}/u.test(name + text)) {
        throw new InputError({ what: `initdata file ${quote(name)} is not valid Unicode text` });
      }
    }
    const files = Object.entries(data).map(([name, text]) => `${tomlString(name)} = ${tomlFile(text)}\n`);
    const head = `version = "${VERSION}"\nalgorithm = "${algorithm}"\n\n[data]\n`;
    return new Initdata(head + files.join('\n'), algorithm, { ...data });
  }

  /**
   * Reads a TOML document, keeping its bytes for the digest.
   *
   * @throws InputError for what the guest would refuse: not TOML, another version or algorithm, data that is not text.
   */
  public static parse(toml: string): Initdata {
    const document = readDocument(toml);
    if (document.version !== VERSION) refuse(`has no version "${VERSION}"`);
    const { algorithm } = document;
    if (typeof algorithm !== 'string' || !ALGORITHMS.includes(algorithm)) {
      refuse('has no algorithm of sha256, sha384, sha512');
    }
    return new Initdata(toml, algorithm as InitdataAlgorithm, readData(document.data));
  }

  /**
   * Reads an annotation.
   *
   * @throws InputError where it is not base64, not gzip, not UTF-8, too large, or not a valid document.
   */
  public static decode(annotation: string): Initdata {
    const text = annotation.trim();
    if (text.length > ANNOTATION_LIMIT_BYTES)
      refuse(`has ${text.length} characters, and an annotation holds ${ANNOTATION_LIMIT_BYTES}`);
    if (/\s/.test(text)) refuse('has line breaks or blanks in it', 'write it on one line, as base64 -w0 does');
    if (text === '' || !/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) refuse('is not base64');
    return Initdata.parse(gunzip(Buffer.from(text, 'base64')));
  }

  /**
   * What a file of the document says; empty where there is no such file.
   *
   * @throws InputError where it is not TOML.
   */
  public table(name: string): JsonObject {
    try {
      return parseToml(this.data[name] ?? '');
    } catch {
      throw new InputError({
        what: `${name} in the initdata is not TOML`,
        why: 'the guest cannot read its configuration and the Pod does not start',
        fix: `write valid TOML in ${name}`,
        rule: 'initdata',
      });
    }
  }

  /** Digest of the document in its algorithm, in lower-case hexadecimal: what `sha256sum` and its kin print. */
  public digest(): string {
    this.hash ??= createHash(this.algorithm).update(this.toml).digest('hex');
    return this.hash;
  }

  /**
   * The digest as the TEE's evidence carries it, cut or padded with zeros to the size of its field: HOST_DATA has 32
   * bytes on SEV-SNP, MRCONFIGID 48 on TDX. It is what a reference value in Trustee is compared with.
   *
   * @param tee what protects the guest; where its field is not known the digest is returned as it is
   * @returns lower-case hexadecimal.
   */
  public evidenceDigest(tee: Tee): string {
    const bytes = EVIDENCE_BYTES[tee];
    return bytes === undefined
      ? this.digest()
      : this.digest()
          .slice(0, bytes * 2)
          .padEnd(bytes * 2, '0');
  }

  /**
   * Value of the annotation `io.katacontainers.config.hypervisor.cc_init_data`, the same bytes on every machine: no time
   * stamp, a fixed operating system byte, a compressor in plain JavaScript.
   *
   * @throws InputError where it is larger than Kubernetes accepts.
   */
  public get annotation(): string {
    this.encoded ??= encode(this.toml);
    return this.encoded;
  }
}

function encode(toml: string): string {
  const bytes = Buffer.from(toml);
  if (bytes.length > DOCUMENT_LIMIT_BYTES) tooLarge(`${bytes.length} bytes`, 'this project packs at most 1 MiB');
  const annotation = Buffer.from(gzipSync(bytes, { level: 9, mtime: 0 })).toString('base64');
  if (annotation.length > ANNOTATION_LIMIT_BYTES) {
    const why = `the API server accepts ${ANNOTATION_LIMIT_BYTES} for all annotations of an object together`;
    tooLarge(`${annotation.length} bytes as an annotation`, why);
  }
  return annotation;
}

function tooLarge(size: string, why: string): never {
  throw new InputError({
    what: `initdata takes ${size}`,
    why,
    fix: 'write a shorter policy or fewer certificates',
    rule: 'initdata-size',
  });
}

function gunzip(compressed: Buffer): string {
  let document: Buffer;
  try {
    document = gunzipSync(compressed, { maxOutputLength: DOCUMENT_LIMIT_BYTES });
  } catch {
    return refuse('is not gzip, or unpacks to more than 1 MiB');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(document);
  } catch {
    return refuse('is not UTF-8 text');
  }
}

function readDocument(toml: string): Record<string, unknown> {
  try {
    return parseToml(toml);
  } catch (error) {
    return refuse(`is not TOML (${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''})`);
  }
}

function readData(data: unknown): Record<string, string> {
  if (!isObject(data)) return refuse('has no [data] table');
  for (const [name, text] of Object.entries(data)) {
    if (typeof text !== 'string') refuse(`holds no text under ${quote(name)}`);
  }
  return { ...(data as Record<string, string>) };
}

function refuse(what: string, fix?: string): never {
  throw new InputError({
    what: `initdata ${what}`,
    why: 'the guest refuses it and the Pod does not start',
    fix,
    rule: 'initdata',
  });
}
