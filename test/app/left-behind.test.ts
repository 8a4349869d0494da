import { assemble } from '../../src/app/assemble';
import { leftBehind } from '../../src/app/left-behind';
import { describeProblem } from '../../src/input/problem';
import { temporaryDirectory } from '../temporary-directory';

const { directory, write } = temporaryDirectory();

const WEB = '{ name: web, kind: Deployment, namespace: shop, image: registry.example/team/web }';

const made = (workloads: string, more = '') =>
  assemble(
    write(
      'coco.yaml',
      `runtimeClass: kata-qemu-snp
kbs: { address: "http://10.0.0.5:8080", repository: { persistentVolumeClaim: { claimName: kbs, create: { size: 1Gi } } } }
credentials: [{ registry: registry.example/team, username: u, password: p }]
workloads: [${workloads}]
${more}`,
    ),
    {},
  );

let runs = 0;

/** What is told at a synthesis after another. */
function told(before: ReturnType<typeof made>, now: ReturnType<typeof made>): string[] {
  const name = `out-${runs++}`;
  for (const file of before.files) write(`${name}/${file.name}`, file.text);
  return leftBehind(`${directory}/${name}`, now).map(describeProblem);
}

test('what moved to another namespace goes on in the old one, with its pull Secret', () => {
  const [message, ...more] = told(made(WEB), made(WEB.replace('shop', 'store')));
  expect(more).toEqual([]);
  expect(message).toMatch(
    /^no longer in the output: secret\/cococred --namespace shop, deployment\/web --namespace shop: kubectl apply leaves .*; run kubectl delete secret\/cococred --namespace shop and so on, unless something prunes it$/,
  );
});

test('what only changes, and what has data or others in it, is not told', () => {
  expect(told(made(WEB), made(WEB))).toEqual([]);
  const changed = WEB.replace('team/web', 'team/web:2');
  expect(told(made(WEB), made(changed, 'guest: { channel: initdata }\n'))).toEqual([]);
  const job = '{ name: once, kind: Job, nameSuffix: fingerprint, namespace: shop, image: registry.example/team/a }';
  expect(told(made(`${WEB}, ${job}`), made(`${WEB}, ${job.replace('team/a', 'team/b')}`))).toEqual([]);
  expect(told(made(WEB, 'namespaces: create\n'), made(WEB))).toEqual([]);
  expect(leftBehind(`${directory}/nothing`, made(WEB))).toEqual([]);
});

test('of many the first are named', () => {
  const many = Array.from({ length: 9 }, (_, index) => `{ name: "${index}", kind: Deployment, image: nginx }`).join(
    ', ',
  );
  expect(told(made(many), made(WEB))).toEqual([
    expect.stringMatching(/deployment\/0 --namespace default, .* and 4 more: .*/),
  ]);
});
