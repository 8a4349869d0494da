import type { GuestOptions } from '../../src/guest/guest-options';
import { KbsAddress } from '../../src/guest/kbs-address';
import { readSettings } from '../../src/guest/read-settings';
import { ResourceUri } from '../../src/kbs/resource-uri';
import { KBS_CERTIFICATE, REGISTRY_CERTIFICATE } from './certificate-fixtures';

const read = (options: Partial<GuestOptions>) => readSettings({ kbs: 'https://kbs.example:8443', ...options });

describe('readSettings', () => {
  test('defaults', () => {
    expect(read({})).toMatchObject({
      kbs: KbsAddress.parse('https://kbs.example:8443'),
      authFile: undefined,
      restApi: 'resource',
      registryCertificates: [],
      initdataOnly: [],
    });
  });

  test('reads text and takes what is read', () => {
    const uri = ResourceUri.parse('default/containers/auth');
    const kbs = KbsAddress.parse('http://10.0.0.1:80');
    expect(read({ kbs, authFile: uri, imagePolicy: 'kbs:///default/security-policy/test' })).toMatchObject({
      kbs,
      authFile: uri,
      imagePolicy: ResourceUri.parse('default/security-policy/test'),
    });
  });

  test('splits bundles, as the guest reads one certificate from each text', () => {
    expect(read({ registryCertificates: [KBS_CERTIFICATE + REGISTRY_CERTIFICATE] }).registryCertificates).toEqual([
      KBS_CERTIFICATE,
      REGISTRY_CERTIFICATE,
    ]);
  });

  test('knows what only initdata can carry', () => {
    const policy = 'package agent_policy\n';
    expect(
      read({ policy, algorithm: 'sha384', registryCertificates: [], kbsCertificate: KBS_CERTIFICATE }),
    ).toMatchObject({
      initdataOnly: ['kbsCertificate', 'policy', 'algorithm'],
    });
    expect(read({ maxConcurrentLayerDownloads: 1, registryCertificates: [KBS_CERTIFICATE] }).initdataOnly).toEqual([
      'registryCertificates',
      'maxConcurrentLayerDownloads',
    ]);
  });

  test.each<[string, Partial<GuestOptions>]>([
    ['has no port', { kbs: 'kbs' }],
    ['has not exactly three segments', { authFile: 'default/auth' }],
    ['has not exactly three segments', { imagePolicy: 'x' }],
    ['is not a URL', { httpsProxy: 'proxy:3128' }],
    ['is not a URL', { httpsProxy: 'socks5://proxy:1' }],
    ['is not a URL', { httpsProxy: 'http://proxy:1 agent.log=debug' }],
    ['noProxy is given without httpsProxy', { noProxy: 'example.com' }],
    ['is not a list of hosts', { httpsProxy: 'http://proxy:1', noProxy: 'a, b' }],
    ['is not a list of hosts', { httpsProxy: 'http://proxy:1', noProxy: '' }],
    ['has no valid name', { extraKernelParameters: ['a b'] }],
    ['the value of kernel parameter "agent.log_vport" is not', { extraKernelParameters: ['agent.log_vport=x'] }],
    ['is set twice and differently', { extraKernelParameters: ['agent.log=debug', 'agent.log=info'] }],
    ['kbsCertificate holds 2 certificates', { kbsCertificate: KBS_CERTIFICATE + REGISTRY_CERTIFICATE }],
    ['without TLS the guest never looks at it', { kbs: 'kbs:80', kbsCertificate: KBS_CERTIFICATE }],
    ['registry certificate holds no certificate', { registryCertificates: ['x'] }],
    ['is not a positive whole number', { maxConcurrentLayerDownloads: 0 }],
    ['is not a positive whole number', { maxConcurrentLayerDownloads: 1.5 }],
    ['has no line "package agent_policy"', { policy: 'package other\n' }],
  ])('refuses: %s', (message, options) => {
    expect(() => read(options)).toThrow(message);
  });

  test.each([
    ['agent.image_registry_auth', 'authFile'],
    ['agent.guest_components_rest_api', 'restApi'],
    ['agent.aa_kbc_params', 'kbs'],
    ['agent.image_policy_file', 'imagePolicy'],
    ['agent.enable_signature_verification', 'imagePolicy'],
    ['agent.https_proxy', 'httpsProxy'],
    ['agent.http_proxy', 'httpsProxy'],
    ['agent.no_proxy', 'noProxy'],
  ])('the kernel parameter %s has an option, %s', (name, option) => {
    expect(() => read({ extraKernelParameters: ['agent.log=debug', `${name}=x`] })).toThrow(
      `write the option ${option}`,
    );
  });

  test.each([
    'http://user:hunter2@proxy:3128',
    'user:hunter2@proxy:80',
    'http://user:hunter2@proxy host:80',
    'http://hunter2@proxy:80',
  ])('never quotes the password of a proxy, %s', (httpsProxy) => {
    expect(() => read({ httpsProxy })).toThrow(/user name or a password(?!.*hunter2)/);
  });

  test('nor what is no URL: it could hold one', () => {
    expect(() => read({ httpsProxy: 'user:hunter2' })).toThrow(/^httpsProxy is not a URL(?!.*hunter2)/);
  });
});

test('all options that the guest could not use are told at once', () => {
  const options = { kbs: 'kbs:8080', imagePolicy: 'a/b', httpsProxy: 'x', extraKernelParameters: ['a b=c'] };
  expect(() => readSettings(options)).toThrow(/three segments.*httpsProxy.*kernel parameter/s);
});
