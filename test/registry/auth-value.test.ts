import { decodeAsDocker, decodeAsImageRs, decodeAsKubelet, isRefusal } from '../../src/registry/auth-value';

const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');

/** User and password joined with "|", or "refused". */
const show = (decode: typeof decodeAsKubelet, auth: string): string => {
  const decoded = decode(auth);
  return isRefusal(decoded) ? 'refused' : `${decoded.username}|${decoded.password}`;
};

/** Seen with the real decoders: kubernetes v1.37, docker/cli v29.4, and Rust's base64 0.22. */
describe('auth as each reader decodes it', () => {
  test.each([
    ['plain', base64('bob:pass'), 'bob|pass', 'bob|pass', 'bob|pass'],
    ['a colon in the password', base64('bob:a:b'), 'bob|a:b', 'bob|a:b', 'bob|a:b'],
    ['a newline at the end', base64('bob:pass\n'), 'bob|pass\n', 'bob|pass\n', 'bob|pass'],
    ['newlines at both ends', base64('bob:\npass\n\n'), 'bob|\npass\n\n', 'bob|\npass\n\n', 'bob|pass'],
    ['a carriage return stays', base64('bob:pass\r\n'), 'bob|pass\r\n', 'bob|pass\r\n', 'bob|pass\r'],
    ['NULs around the password', base64('bob:\0pa\0ss\0'), 'bob|\0pa\0ss\0', 'bob|pa\0ss', 'bob|\0pa\0ss\0'],
    ['no padding', base64('bob:pass').replace(/=/g, ''), 'bob|pass', 'refused', 'refused'],
    ['no need of padding', base64('bob:pas12'), 'bob|pas12', 'bob|pas12', 'bob|pas12'],
    ['a line break in the base64', 'Ym9iOn\nBhc3M=', 'bob|pass', 'bob|pass', 'refused'],
    ['a line break after the base64', `${base64('bob:pass')}\r\n`, 'bob|pass', 'bob|pass', 'refused'],
    ['a space after the base64', `${base64('bob:pass')} `, 'refused', 'refused', 'refused'],
    ['bits left over', 'Ym9iOnBhc3N=', 'bob|pass', 'bob|pass', 'refused'],
    ['the alphabet of URLs', 'Ym9iOj8_Pz8=', 'refused', 'refused', 'refused'],
    ['no user', base64(':pass'), '|pass', 'refused', '|pass'],
    ['no password', base64('bob:'), 'bob|', 'bob|', 'bob|'],
    ['no colon', base64('bobpass'), 'refused', 'refused', 'refused'],
    ['not base64', '!!!', 'refused', 'refused', 'refused'],
    ['one digit too many', 'Ym9iOnBhc', 'refused', 'refused', 'refused'],
    ['not UTF-8', base64(Buffer.from('bob:\xff', 'latin1')), 'bob|\ufffd', 'bob|\ufffd', 'refused'],
    ['UTF-8', base64('bøb:pæss🙂'), 'bøb|pæss🙂', 'bøb|pæss🙂', 'bøb|pæss🙂'],
  ])('%s', (_, auth, kubelet, docker, imageRs) => {
    expect([show(decodeAsKubelet, auth), show(decodeAsDocker, auth), show(decodeAsImageRs, auth)]).toEqual([
      kubelet,
      docker,
      imageRs,
    ]);
  });
});
