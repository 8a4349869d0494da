import fc from 'fast-check';
import { KbsAddress } from '../../src/guest/kbs-address';

describe('KbsAddress.parse', () => {
  test.each([
    ['172.18.0.3:31731', 'http://172.18.0.3:31731'],
    ['http://172.18.0.3:31731', 'http://172.18.0.3:31731'],
    ['https://kbs.example:8443', 'https://kbs.example:8443'],
    ['https://kbs.example', 'https://kbs.example:443'],
    ['http://kbs.example', 'http://kbs.example:80'],
    ['https://[fd00:0:0:0:0:0:0:3]', 'https://[fd00:0:0:0:0:0:0:3]:443'],
    ['HTTPS://kbs.example:8443', 'https://kbs.example:8443'],
    ['kbs.coco-tenant.svc.cluster.local.:8080', 'http://kbs.coco-tenant.svc.cluster.local.:8080'],
    ['kbs:1', 'http://kbs:1'],
    ['kbs:65535', 'http://kbs:65535'],
    ['128.0.0.1:80', 'http://128.0.0.1:80'],
    ['localhost.example:80', 'http://localhost.example:80'],
  ])('%s is %s', (text, url) => {
    expect(KbsAddress.parse(text).url).toBe(url);
    expect(String(KbsAddress.parse(text))).toBe(url);
  });

  // The guest splits `cc_kbc::<url>` at `::` and wants two parts: guest-components, aa_kbc_params.rs.
  test.each([
    ['[fd00::3]:8080', '[fd00:0:0:0:0:0:0:3]'],
    ['[fd00::]:8080', '[fd00:0:0:0:0:0:0:0]'],
    ['[2001:db8:0:0:1::]:8080', '[2001:db8:0:0:1:0:0:0]'],
    ['[1:2:3:4:5:6:7:8]:8080', '[1:2:3:4:5:6:7:8]'],
    ['[::ffff:10.0.0.1]:8080', '[0:0:0:0:0:ffff:a00:1]'],
  ])('%s is written out as %s', (text, host) => {
    expect(KbsAddress.parse(text).host).toBe(host);
  });

  test.each([
    ['localhost:8080', 'loopback'],
    ['LOCALHOST:8080', 'loopback'],
    ['localhost.:8080', 'loopback'],
    ['kbs.localhost:8080', 'loopback'],
    ['127.0.0.1:8080', 'loopback'],
    ['127.255.0.9:8080', 'loopback'],
    ['127.1:8080', 'loopback'],
    ['0x7f000001:8080', 'loopback'],
    ['2130706433:8080', 'loopback'],
    ['0.0.0.0:8080', 'loopback'],
    ['https://[::1]:8080', 'loopback'],
    ['[0:0:0:0:0:0:0:1]:8080', 'loopback'],
    ['[::]:8080', 'loopback'],
    ['[::ffff:127.0.0.1]:8080', 'loopback'],
    ['[::ffff:0.0.0.0]:8080', 'loopback'],
    ['172.18.0.3', 'has no port'],
    ['172.18.0.3:', 'has no port'],
    ['https://kbs.example:', 'has no port'],
    ['https:///', 'has no host'],
    ['agent.aa_kbc_params=cc_kbc::http://10.0.0.5:8080', 'write http://10.0.0.5:8080'],
    ['cc_kbc::http://10.0.0.5:8080', 'begins with the name of a KBC, cc_kbc: .*; write http://10.0.0.5:8080'],
    ['offline_fs_kbc::null', 'begins with the name of a KBC, offline_fs_kbc: .*; write an address such as'],
    ['kbs:8080:80', 'impossible port "8080:80"'],
    ['kbs:0', 'impossible port "0"'],
    ['kbs:65536', 'impossible port "65536"'],
    ['kbs:http', 'impossible port "http"'],
    ['kbs:80a', 'impossible port "80a"'],
    ['kbs:-1', 'impossible port "-1"'],
    ['http://kbs:8080/', 'has a path or query, "/"'],
    ['http://kbs:8080/kbs/v0', 'has a path or query, "/kbs/v0"'],
    ['kbs:8080?x=1', '"kbs:8080?…" has a path or query, "?…"'],
    ['kbs:8080#x', '"kbs:8080#…" has a path or query, "#…"'],
    ['ftp://kbs:8080', 'has the scheme "ftp"'],
    ['kbs:80 agent.log=debug', 'white space'],
    ['kbs:80\n', 'white space'],
    [' kbs:80', 'white space'],
    ['kbs:80\u0000', 'white space'],
    ['fd00::3:8080', 'without brackets'],
    ['::1', 'without brackets'],
    ['http://fd00::3:8080', 'without brackets'],
    ['[fd00::3:8080', 'has no host'],
    ['[fd00::3%eth0]:8080', 'has no valid host'],
    ['[kbs]:8080', 'has no valid host'],
    ['256.1.1.1:80', 'has no valid host'],
    ['kb$s:80', 'has no valid host'],
    ['-kbs:80', 'has no valid host'],
    ['', 'has no host'],
    [':80', 'has no host'],
  ])('refuses %j: %s', (text, message) => {
    expect(() => KbsAddress.parse(text)).toThrow(new RegExp(message.replaceAll('?', '\\?')));
  });

  test.each(['http://user:hunter2@kbs:80', 'user:hun/ter2@kbs:80', 'http://user:hun ter2@kbs:80'])(
    'never quotes the password of %j',
    (text) => {
      expect(() => KbsAddress.parse(text)).toThrow(/^KBS address holds a user name(?!.*(hun|ter2))/);
    },
  );

  test.each(['kbs:80?token=hunter2', 'kbs:80/kbs?token=hunter2', 'kbs#hunter2'])('nor the query of %j', (text) => {
    expect(() => KbsAddress.parse(text)).toThrow(/^KBS address(?!.*hunter2)/);
  });

  // A pattern that tries again from every character would take minutes.
  test.each(['a:', ':', '[', 'a.', '::', 'a_kbc::', '-', ' '])('refuses a megabyte of %j at once', (text) => {
    expect(() => KbsAddress.parse(text.repeat(1_000_000 / text.length))).toThrow(/^KBS address has \d+ characters/);
  });

  test('what it prints, it reads as the same', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.domain(),
          fc.ipV6().map((ip) => `[${ip}]`),
        ),
        fc.integer({ min: 1, max: 65_535 }),
        (host, port) => {
          const parse = () => KbsAddress.parse(`https://${host}:${port}`);
          let address: KbsAddress;
          try {
            address = parse();
          } catch {
            return;
          }
          expect(KbsAddress.parse(address.url)).toEqual(address);
          expect(address.url.split('::')).toHaveLength(1);
        },
      ),
    );
  });
});
