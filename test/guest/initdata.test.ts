import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { Initdata, type InitdataAlgorithm } from '../../src/guest/initdata';

const SAMPLE = Initdata.of({ data: { 'aa.toml': 'a = 1\n', 'policy.rego': "x := '''\n" } });
const SAMPLE_TOML = `version = "0.1.0"
algorithm = "sha256"

[data]
"aa.toml" = '''
a = 1
'''

"policy.rego" = """
x := '''
"""
`;

const encode = (text: string | Uint8Array) => gzipSync(text).toString('base64');

describe('Initdata', () => {
  test('is readable', () => {
    expect(SAMPLE.toml).toBe(SAMPLE_TOML);
  });

  // A change here means that the annotation of everybody changes with the next synthesis.
  test('encodes to the same bytes everywhere', () => {
    expect(SAMPLE.annotation).toBe(
      'H4sIAAAAAAACAyWKSwqAIBRF528VcifOpIIaBK0kGjwqUtBeqETtPqXR/Zxz7zE5OdWk0JjWNCD2h0SXbahfstz1A4jmjTMvBGaTJXgUqLUmLtlSbYRLvFtfE/dDKgZAjxp/r44P+mgoq2sAAAA=',
    );
    const header = Buffer.from(SAMPLE.annotation, 'base64').subarray(0, 10);
    expect(header.toString('hex')).toBe('1f8b0800000000000203');
    expect(gunzipSync(Buffer.from(SAMPLE.annotation, 'base64')).toString()).toBe(SAMPLE_TOML);
  });

  test.each<InitdataAlgorithm>(['sha256', 'sha384', 'sha512'])('%s covers the bytes of the document', (algorithm) => {
    const initdata = Initdata.of({ algorithm, data: { 'policy.rego': 'é\n' } });
    expect(initdata.toml).toContain(`algorithm = "${algorithm}"`);
    expect(initdata.digest()).toBe(createHash(algorithm).update(Buffer.from(initdata.toml)).digest('hex'));
  });

  test('evidence carries the digest cut or padded to the size of its field', () => {
    const sha256 = SAMPLE.digest();
    expect(SAMPLE.evidenceDigest('AMD SEV-SNP')).toBe(sha256);
    expect(SAMPLE.evidenceDigest('Intel TDX')).toBe(sha256 + '0'.repeat(32));
    expect(SAMPLE.evidenceDigest('IBM Secure Execution')).toBe(sha256 + '0'.repeat(448));
    expect(SAMPLE.evidenceDigest('none (development)')).toBe(sha256);
    const sha384 = Initdata.of({ algorithm: 'sha384', data: {} });
    expect(sha384.evidenceDigest('AMD SEV-SNP')).toBe(sha384.digest().slice(0, 64));
    expect(sha384.evidenceDigest('Intel TDX')).toBe(sha384.digest());
  });

  test('decodes what other tools encoded, byte for byte', () => {
    const toml = '# by hand\r\nalgorithm = "sha384"\r\nversion = "0.1.0"\r\n[data]\r\n"cdh.toml" = \'\'\'x\'\'\'\r\n';
    const decoded = Initdata.decode(` ${encode(toml)}\n`);
    expect(decoded.toml).toBe(toml);
    expect(decoded.data).toEqual({ 'cdh.toml': 'x' });
    expect(decoded.digest()).toBe(createHash('sha384').update(toml).digest('hex'));
  });

  test('any text comes back', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.dictionary(text, text), fc.constantFrom('sha256', 'sha384', 'sha512'), (data, algorithm) => {
        const initdata = Initdata.of({ algorithm, data });
        const decoded = Initdata.decode(initdata.annotation);
        expect(decoded.data).toEqual({ ...data });
        expect(decoded.toml).toBe(initdata.toml);
        expect(decoded.digest()).toBe(initdata.digest());
      }),
    );
  });

  test.each([
    ['', 'is not base64'],
    ['%%%%', 'is not base64'],
    [
      'YWJj\nYWJj',
      'has line breaks or blanks in it: the guest refuses it and the Pod does not start; write it on one line',
    ],
    ['A'.repeat(262_148), 'has 262148 characters'],
    ['abc', 'is not base64'],
    [Buffer.from('version = "0.1.0"').toString('base64'), 'is not gzip'],
    [encode(Buffer.from([0xff, 0xfe])), 'is not UTF-8'],
    [encode('version = '), 'is not TOML'],
    [encode('algorithm = "sha256"\n[data]\n'), 'has no version "0.1.0"'],
    [encode('version = "0.2.0"\nalgorithm = "sha256"\n[data]\n'), 'has no version "0.1.0"'],
    [encode('version = "0.1.0"\nalgorithm = "md5"\n[data]\n'), 'has no algorithm'],
    [encode('version = "0.1.0"\nalgorithm = "sha256"\n'), 'has no [data] table'],
    [encode('version = "0.1.0"\nalgorithm = "sha256"\ndata = []\n'), 'has no [data] table'],
    [encode('version = "0.1.0"\nalgorithm = "sha256"\n[data]\nx = 1\n'), 'holds no text under "x"'],
    [encode(Buffer.alloc(5 * 1024 * 1024, 'a')), 'unpacks to more than 1 MiB'],
  ])('refuses to decode %.40j: %s', (annotation, message) => {
    expect(() => Initdata.decode(annotation)).toThrow(message);
  });

  test('refuses what the API server would: more than 256 KiB of annotation', () => {
    const noise = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * i * 2_654_435_761) % 251)).toString(
      'base64',
    );
    expect(() => Initdata.of({ data: { 'policy.rego': noise } }).annotation).toThrow(/initdata takes \d{6} bytes/);
  });

  test('refuses what no guest would unpack', () => {
    expect(() => Initdata.of({ data: { 'policy.rego': 'a'.repeat(5 * 1024 * 1024) } }).annotation).toThrow('1 MiB');
  });

  test('refuses half a surrogate pair', () => {
    expect(() => Initdata.of({ data: { 'policy.rego': 'x\ud800' } })).toThrow('is not valid Unicode text');
  });
});
