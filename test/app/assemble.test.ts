import { assemble, planned } from '../../src/app/assemble';
import { describeProblem } from '../../src/input/problem';
import { readManifest } from '../../src/kubernetes/manifest-reader';
import { manifestsIn } from '../manifests-in';
import { passwordVariables } from '../password-variables';
import { temporaryDirectory } from '../temporary-directory';

const { write } = temporaryDirectory();

function assembled(text: string) {
  const hidden = passwordVariables(text);
  const { files, objects, findings } = assemble(write('coco.yaml', hidden.text), hidden.environment);
  const told = findings.map(
    (finding) => `${finding.severity}: ${describeProblem(finding).replace(/\S*\/coco/, 'coco')}`,
  );
  return { files, objects, findings, told };
}

const BASE = `runtimeClass: kata-qemu-snp
kbs:
  address: 172.18.0.3:31731
  repository: { persistentVolumeClaim: kbs-repository }
credentials:
  - { registry: registry.example/team, username: team, password: team-secret }
`;

test('mistakes of all stages come together, in the order of the lines', () => {
  write('manifests/broken.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: { name: a, labels: { a: yes } }\n');
  const { told } = assembled(`${BASE}  - { registry: registry.example/Team, username: team, password: other }
workloads:
  - { name: web, image: registry.example/team/a, replica: 2 }
  - { name: same, image: registry.example/team/b }
  - { name: same, image: registry.example/team/c }
manifests:
  - path: manifests/broken.yaml
`);
  expect(told).toEqual([
    expect.stringMatching(/^error: coco\.yaml:7: credentials\[1\]\.registry: .*upper-case/),
    expect.stringMatching(/^error: coco\.yaml:9: workloads\[0\]\.replica: is not a key/),
    expect.stringMatching(/^error: coco\.yaml:11: workloads\[2\]: Pod same in namespace default is made twice/),
    expect.stringMatching(/^error: coco\.yaml:13: manifests\[0\]: .*broken\.yaml:3: .*"a" in the metadata is no text/),
  ]);
});

// What everything else needs is wrong: the rest is looked at all the same, to the last stage.
test.each([
  ['runtimeClass: kata-qemu-snp', '', /^error: coco\.yaml:1: runtimeClass: is missing/],
  [
    'runtimeClass: kata-qemu-snp',
    'runtimeClass: ${RUNTIME_CLASS}',
    /^error: coco\.yaml:1: runtimeClass: the environment/,
  ],
  ['  address:', '  adress:', /^error: coco\.yaml:3: kbs\.adress: is not a key/],
  [/^ {2}address.*\n {2}repository.*$/m, '', /^error: coco\.yaml:2: kbs: must be a mapping/],
  [
    'credentials:',
    'secrets: { backend: sealed, sealed: { certificate: no.pem } }\ncredentials:',
    /:5: secrets\.sealed\.cert/,
  ],
  ['credentials:', 'guest: { noProxy: .example }\ncredentials:', /:5: guest: noProxy is given without httpsProxy/],
  [/^kbs:\n.*\n.*\n/m, '', /: workloads\[0\]: kbs is missing/],
])('where %s becomes %j, mistakes of later stages are told too', (from, to, first) => {
  write(
    'manifests/own-class.yaml',
    'apiVersion: v1\nkind: Pod\nmetadata: { name: own }\nspec: { runtimeClassName: kata-qemu-snp, containers: [{ name: a, image: registry.example/team/b }] }\n',
  );
  const { told } = assembled(`${BASE.replace(from, () => to)}workloads:
  - { name: web, image: registry.example/team/a, annotations: { login: team-secret } }
manifests:
  - path: manifests/own-class.yaml
  - path: none/*.yaml
`);
  expect(told.filter((line) => line.startsWith('error'))).toEqual([
    expect.stringMatching(first),
    expect.stringMatching(
      /^error: coco\.yaml:\d+: workloads\[0\]: .* would hold the password for registry\.example\/team/,
    ),
    expect.stringMatching(/^error: coco\.yaml:\d+: manifests\[1\]: no file matches/),
  ]);
});

test('manifests that cannot be read may hold whatever seems to be missing', () => {
  write('manifests/broken.yaml', 'kind: {{ .Values.kind }}\n');
  const { told } = assembled(`${BASE}manifests: [{ path: manifests/broken.yaml }]\n`);
  expect(told).toEqual([expect.stringContaining('a template that nobody has rendered')]);
});

test("a mistake in a workload's own guest settings is told on its line, unless the file's are wrong", () => {
  const text = `${BASE}workloads:
  - { name: a, image: registry.example/team/a }
  - { name: b, image: registry.example/team/b, guest: { noProxy: .example } }
`;
  expect(assembled(text).told.filter((line) => line.startsWith('error'))).toEqual([
    expect.stringMatching(/^error: coco\.yaml:9: workloads\[1\]: noProxy is given without httpsProxy/),
  ]);
  expect(assembled(`${text}guest: { httpsProxy: [b] }\n`).told).toEqual([
    expect.stringMatching(/^error: coco\.yaml:10: guest\.httpsProxy: must be a text/),
  ]);
});

test('what only follows from a mistake in secrets is not told', () => {
  const remote = BASE.replace(/username.*\}/, 'remote: { key: a, username: u, password: p } }');
  expect(assembled(`${remote}secrets: { backend: externl, external: { store: vault } }\n`).told).toEqual([
    expect.stringContaining('secrets.backend: must be one of plain, existing, sealed, sops, external'),
  ]);
  expect(assembled(`${BASE}secrets: { backend: sops, sops: { age: [age1x] } }\n`).told).toEqual([
    expect.stringContaining('secrets.sops.age[0]: "age1x" is not a public key of age'),
  ]);
});

test('what only follows from a mistake is not told', () => {
  const { told } =
    assembled(`${BASE.replace('persistentVolumeClaim', 'persistentVolumeClam')}guest: { noProxy: a, httpsProxy: [b] }
workloads: [{ name: web, image: registry.example/team/a }]
`);
  expect(told).toEqual([
    expect.stringContaining('coco.yaml:4: kbs.repository.persistentVolumeClam: is not a key'),
    expect.stringContaining('coco.yaml:7: guest.httpsProxy: must be a text'),
  ]);
});

test('entries behind one that is left out keep their lines', () => {
  const { told } = assembled(`${BASE}workloads:
  - { name: A, image: registry.example/team/a }
  - { name: b, image: registry.example/team/b }
  - { nam: c, image: registry.example/team/c }
  - { name: d, image: registry.example/team/d, runtimeClass: kata-remote, guest: { channel: kernelParameters } }
`);
  expect(told).toEqual([
    expect.stringMatching(/^error: coco\.yaml:8: workloads\[0\]\.name/),
    expect.stringMatching(/^error: coco\.yaml:10: workloads\[2\]\.nam:/),
    expect.stringMatching(/^error: coco\.yaml:11: workloads\[3\]: runtime class kata-remote/),
  ]);
});

test.each(['0o17', '0XFF', '0b11', '1_000', '12e03'])(
  'kubectl reads the label %s of an object of ours as a text',
  (value) => {
    const { files, told } = assembled(
      `${BASE.replace('  repository', `  upload: { labels: { build: "${value}" }, podAnnotations: { build: "${value}" } }\n  repository`)}guest: { userFromImage: true }
workloads:
  - { name: web, image: registry.example/team/a, annotations: { build: "${value}" } }
`,
    );
    expect(told).toEqual([]);
    const objects = manifestsIn(files).flatMap(({ name, text }) =>
      readManifest(text, name).map(({ object }) => object),
    );
    const labelled = objects.filter(({ kind }) => kind === 'Job' || kind === 'Pod');
    expect(labelled.map(({ metadata }) => JSON.stringify(metadata).includes(`"build":"${value}"`))).toEqual([
      true,
      true,
    ]);
  },
);

test('rules and reports see texts, however they are printed', () => {
  const { objects } = assembled(
    `${BASE}workloads: [{ name: web, image: registry.example/team/a, annotations: { build: "0o17" } }]\n`,
  );
  const pod = objects.find(({ object }) => object.kind === 'Pod');
  expect(pod?.object.metadata).toMatchObject({ annotations: { build: '0o17' } });
});

test('a finding has a rule, a severity and places', () => {
  const { findings } = assembled(`${BASE}workloads: [{ name: web, kind: Pot, image: registry.example/team/a }]\n`);
  expect(findings).toEqual([
    expect.objectContaining({
      severity: 'error',
      rule: expect.stringMatching(/^[a-z-]+$/),
      places: [{ file: expect.stringMatching(/coco\.yaml$/), line: 7, subject: 'workloads[0].kind' }],
    }),
  ]);
});

test('commands that look at a configuration are told its mistakes', () => {
  const file = write('coco.yaml', `${BASE}workloads: [{ name: web, image: registry.example/team/a, kin: Pod }]\n`);
  expect(() => planned(file, {})).toThrow('workloads[0].kin: is not a key');
});
