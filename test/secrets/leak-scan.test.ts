import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { LeakScan, mayBeWord } from '../../src/secrets/leak-scan';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const inner = (text: string) => text.trimEnd().slice(1, -1);
const ENCODINGS: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  JSON: (text) => inner(JSON.stringify(text)),
  'JSON in JSON': (text) => inner(JSON.stringify(inner(JSON.stringify(text)))),
  URL: encodeURIComponent,
  form: (text) => new URLSearchParams({ a: text }).toString().slice(2),
  'YAML in single quotes': (text) => text.replace(/'/g, "''"),
  'YAML in double quotes': (text) => inner(stringify(text, { defaultStringType: 'QUOTE_DOUBLE', lineWidth: 0 })),
  hexadecimal: (text) => Buffer.from(text).toString('hex'),
};
const DATA: Readonly<Record<string, (text: string) => string>> = {
  nothing: (text) => text,
  base64,
  base64url: (text) => Buffer.from(text).toString('base64url'),
  'base64 twice': (text) => base64(`{"auth":"${base64(text)}"}`),
  initdata: (text) => gzipSync(text).toString('base64'),
};

const secret = fc
  .string({ unit: 'binary', minLength: 8, maxLength: 60 })
  .filter((text) => !mayBeWord(Buffer.from(text)));
const around = fc.string({ unit: 'binary-ascii', maxLength: 9 });
const scanOf = (text: string) => new LeakScan([{ label: 'the password', value: Buffer.from(text) }]);

describe.each(Object.keys(DATA))('in %s', (data) => {
  test.each(Object.keys(ENCODINGS))('a secret is found, %s, wherever it stands', (encoding) => {
    fc.assert(
      fc.property(secret, around, around, around, (value, before, after, outside) => {
        const inside = before + ENCODINGS[encoding]?.(value) + after;
        const start = `a: ${outside}\nb: `;
        const [leak] = scanOf(value).in(`${start}${DATA[data]?.(inside)}\n`);
        expect(leak?.label).toBe('the password');
        expect(leak?.index).toBeGreaterThanOrEqual(start.length);
      }),
      { numRuns: 25 },
    );
  });
});

test('a text that has nothing to do with a secret has no leak', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.array(fc.string({ unit: 'binary' })), (value, texts) => {
      expect([...scanOf(value).in(texts.map((text) => text + base64(text)).join('\n'))]).toEqual([]);
    }),
  );
});

test('all but the first character of a secret are not the secret', () => {
  fc.assert(
    fc.property(fc.uuid(), (value) => {
      expect([...scanOf(value).in(`_${value.slice(1)} ${base64(`_${value.slice(1, -1)}`)}`)]).toEqual([]);
    }),
  );
});

test.each(['admin', 'x-1', 'password', 'Password', 'verysecretword'])('%s may be a word', (text) => {
  expect([...scanOf(text).in(`a: ${text} ${base64(text)}`)]).toEqual([]);
});

test.each(['password1', 'MyRegistryPassword', 'pass-word', 'averyverylongword'])('%s is no word', (text) => {
  expect([...scanOf(text).in(`a: ${text}`)]).toHaveLength(1);
});

test('a binary key is found in base64 and in hexadecimal', () => {
  const value = Buffer.from(Array.from({ length: 32 }, (_, index) => 255 - index));
  const scan = new LeakScan([{ label: 'the key', value }]);
  expect([...scan.in(`a: ${Buffer.concat([Buffer.from('x'), value]).toString('base64')}`)]).toHaveLength(1);
  expect([...scan.in(`a: ${value.toString('hex')}`)]).toHaveLength(1);
});

test('a private key is found in a block of YAML', () => {
  const lines = ['a', 'b', 'c'].map((letter) => letter.repeat(64));
  const value = Buffer.from(`-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`);
  const [leak] = new LeakScan([{ label: 'the key', value }]).in(`a: |\n  ${value.toString().replace(/\n/g, '\n  ')}`);
  expect(leak?.label).toBe('the key');
});

test('a gzip bomb and broken archives are passed over', () => {
  const bomb = gzipSync(Buffer.alloc(20_000_000)).toString('base64');
  expect([...scanOf('a-secret').in(`H4sI H4sIAAAA ${bomb} a-secret`)]).toHaveLength(1);
});

test('a thousand secrets are each found', () => {
  const secrets = Array.from({ length: 1000 }, (_, index) => ({
    label: String(index),
    value: Buffer.from(`secret-${index}-`),
  }));
  const text = secrets.map(({ value }) => `${value}\n`).join('');
  const found = [...new LeakScan(secrets).in(text)].map(({ label }) => label);
  expect(new Set(found)).toEqual(new Set(secrets.map(({ label }) => label)));
});
