import { execFileSync } from 'node:child_process';
import { Annotation } from '../../src/guest/annotations';
import { GuestConfig } from '../../src/guest/guest-config';
import type { InitdataAlgorithm } from '../../src/guest/initdata';
import { RuntimeClass } from '../../src/guest/runtime-class';
import { KBS_CERTIFICATE, REGISTRY_CERTIFICATE } from '../guest/certificate-fixtures';

const sh = (script: string, input: string) => execFileSync('sh', ['-ec', script], { input, encoding: 'utf8' });

describe.each<InitdataAlgorithm>(['sha256', 'sha384', 'sha512'])('initdata with %s', (algorithm) => {
  const guest = GuestConfig.initdata({
    kbs: 'https://kbs.example:8443',
    authFile: 'default/containers/auth',
    kbsCertificate: KBS_CERTIFICATE,
    registryCertificates: [REGISTRY_CERTIFICATE],
    policy: 'package agent_policy\n\ndefault AllowRequestsFailingPolicy := true\n',
    algorithm,
  });
  const annotation = guest.annotationsFor(RuntimeClass.REMOTE)[Annotation.INITDATA] ?? '';

  test('unpacks with base64 and gunzip', () => {
    expect(sh('base64 -d | gunzip', annotation)).toBe(guest.initdataDocument.toml);
  });

  test(`has the digest that ${algorithm}sum prints`, () => {
    const [digest] = sh(`base64 -d | gunzip | ${algorithm}sum`, annotation).split(' ');
    expect(guest.initdataDocument.digest()).toBe(digest);
  });

  test('reads the same in another TOML parser', () => {
    const script = `
import json, sys, tomllib
document = tomllib.load(sys.stdin.buffer)
files = {name: tomllib.loads(text) for name, text in document["data"].items() if name.endswith(".toml")}
json.dump([document["version"], document["algorithm"], files, document["data"]["policy.rego"]], sys.stdout)`;
    const toml = sh('base64 -d | gunzip', annotation);
    expect(JSON.parse(execFileSync('python3', ['-c', script], { input: toml, encoding: 'utf8' }))).toEqual([
      '0.1.0',
      algorithm,
      {
        'aa.toml': { token_configs: { kbs: { url: 'https://kbs.example:8443', cert: KBS_CERTIFICATE } } },
        'cdh.toml': {
          kbc: { name: 'cc_kbc', url: 'https://kbs.example:8443', kbs_cert: KBS_CERTIFICATE },
          image: {
            authenticated_registry_credentials_uri: 'kbs:///default/containers/auth',
            extra_root_certificates: [REGISTRY_CERTIFICATE],
          },
        },
      },
      'package agent_policy\n\ndefault AllowRequestsFailingPolicy := true\n',
    ]);
  });
});
