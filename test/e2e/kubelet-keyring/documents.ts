import fc from 'fast-check';

const auth = (text: string | Uint8Array) => JSON.stringify(Buffer.from(text).toString('base64'));
const oneOf = (...texts: readonly string[]) => fc.constantFrom(...texts);
/** Texts of members, joined as an object. */
const object = (members: fc.Arbitrary<string>, maxLength: number, minLength = 0) =>
  fc.array(members, { minLength, maxLength }).map((list) => `{${list.join(',')}}`);

/** Stands for a byte that is no UTF-8. */
const RAW = 'RAW';

const goodAuth = oneOf(auth('u:p'), auth('v:q'), auth('w:r\n'), auth('u:p:q'), auth('ü:é'));
const oddValue = oneOf(
  ...[auth('u:pw').replace(/=/g, ''), '"!!"', '""', 'null', '5', '"bob"', '["x"]', '"\\ud800"', auth('nocolon')],
  ...[auth(Uint8Array.of(0xff, 0xfe, 0x3a, 0x78)), '"dTpw\\n"', '" dTpw"', '"dT pw"', '{"a":1}', 'true', `"${RAW}"`],
);
const entryField = oneOf('auth', 'Auth', 'AUTH', 'username', 'password', 'Username', 'email', 'paſſword', 'x');
const entry = fc.oneof(
  { weight: 6, arbitrary: goodAuth.map((value) => `{"auth":${value}}`) },
  {
    weight: 3,
    arbitrary: object(
      fc
        .tuple(entryField, fc.oneof(goodAuth, oddValue, oneOf('"u"', '"p"')))
        .map(([name, value]) => `"${name}":${value}`),
      3,
    ),
  },
  { weight: 1, arbitrary: oneOf('null', '"x"', '[]', '[1]', '{}', '7') },
);

const key = oneOf(
  ...['r.example', 'r.example/a', 'r.example/a/b', 'r.example/', 'r.example?x', 'r.example/a b', 'r.example/%41'],
  ...['https://r.example', 'https://r.example/a', 'http://r.example/v1/', 'r.example/v2/a', 'r.example/v2/v2/a'],
  ...['r.example:5000', 'R.example', 'u@r.example', '*.example', 'r.*', '*', '*.*', '[::1]:5000', '[::1]'],
  ...['docker.io', 'docker.io/library', 'index.docker.io', 'https://index.docker.io/v1/', 'registry-1.docker.io'],
  ...['localhost', 'localhost:5000', '', '/', ':', 'https://', '\\ud800', 'r.example:', 'r.example:x', '//r.example'],
);
const auths = fc.oneof(
  {
    weight: 12,
    arbitrary: object(
      fc.tuple(key, entry).map(([name, value]) => `"${name}":${value}`),
      4,
      1,
    ),
  },
  { weight: 1, arbitrary: oneOf('null', '[]', '"x"', '{}') },
);
const field = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(oneOf('auths', 'auths', 'auths', 'Auths'), auths).map(([n, v]) => `"${n}":${v}`) },
  {
    weight: 1,
    arbitrary: oneOf('{}', 'null', '{"a":"b"}', '{"a":1}', '[]', '"x"').map((value) => `"HttpHeaders":${value}`),
  },
  { weight: 1, arbitrary: oneOf('"credsStore":"x"', '"credsStore":1', '"x":1', `"x":"${RAW}"`, '"x":"\\ud800"') },
);
const odd = oneOf(
  ...['', ' ', 'null', '[]', '{}', '[{"auths":{}}]', '{"auths":{}} x', ' {"auths":{}}\n ', '\ufeff{"auths":{}}'],
  ...['{"auths":{},}', '01', '{"auths":{"a":01}}', `{"x":${'['.repeat(200)}${']'.repeat(200)},"auths":{}}`, '{"auths"'],
);

function bytes(text: string): Buffer {
  const [first = '', ...rest] = text.split(RAW);
  return Buffer.concat([Buffer.from(first), ...rest.flatMap((part) => [Buffer.of(0xff), Buffer.from(part)])]);
}

/** Values of `.dockerconfigjson`, of which many have something wrong with them. */
export const pullConfig: fc.Arbitrary<Buffer> = fc
  .oneof({ weight: 20, arbitrary: object(field, 3, 1) }, { weight: 1, arbitrary: odd })
  .map(bytes);

/** Images that such keys may be for. */
export const IMAGES = [
  ...['r.example/a', 'r.example/a/b', 'r.example/ab', 'r.example/v2/a', 'r.example/v1/x', 'x.r.example/a', 'q.io/a'],
  ...['r.example:5000/a', 'R.example/a', '[::1]:5000/a', '[::1]/a', 'localhost/a', 'localhost:5000/a'],
  ...['nginx', 'docker.io/a/b', 'index.docker.io/a/b', 'registry-1.docker.io/a/b'],
];
