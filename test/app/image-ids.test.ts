import { temporaryDirectory } from '../temporary-directory';
import { synthesized } from './synthesized';

const { write } = temporaryDirectory();

const BASE = `runtimeClass: kata-qemu-snp
kbs: { address: 10.0.0.5:8080, repository: { persistentVolumeClaim: kbs } }
credentials: [{ registry: registry.example/team, username: u, password: p }]
workloads:
  - { name: a, image: registry.example/team/app }
  - { name: b, kind: Deployment, image: registry.example/team/app }
  - { name: c, image: registry.example/team/app, securityContext: { runAsUser: 1000, runAsGroup: 1000 } }
`;

const hintsOf = (text: string) => synthesized(write('coco.yaml', text)).hints;

test('user and groups that come from images are told once for all workloads', () => {
  expect(hintsOf(BASE)).toEqual([
    expect.stringMatching(
      /user and groups come from the image in Pod default\/a, Deployment default\/b: .* set runAsUser, runAsGroup and supplementalGroups/,
    ),
  ]);
});

test('the hint can be silenced, for all or for one', () => {
  expect(hintsOf(`${BASE}guest: { userFromImage: true }\n`)).toEqual([]);
  expect(hintsOf(BASE.replace('{ name: b', '{ guest: { userFromImage: true }, name: b'))).toEqual([
    expect.stringMatching(/from the image in Pod default\/a:/),
  ]);
});

test('it names few of many', () => {
  const further = ['d', 'e', 'f', 'g']
    .map((name) => `  - { name: ${name}, image: registry.example/team/app }\n`)
    .join('');
  expect(hintsOf(BASE + further)).toEqual([expect.stringMatching(/Pod default\/f and 1 more: /)]);
});
