import { assemble } from '../../src/app/assemble';
import { temporaryDirectory } from '../temporary-directory';

const { write } = temporaryDirectory();

const PASSWORD = 'a-password-nobody-sees';

interface Workload {
  readonly name: string;
  readonly namespace?: string;
  readonly image?: string;
  readonly kind?: string;
  readonly runtimeClass?: string;
}

const workload = (index: number): Workload => ({ name: `app-${index}`, namespace: `team-${index % 3}` });

function reviewOf(workloads: readonly Workload[], more: object = {}): string {
  const config = {
    runtimeClass: 'kata-qemu-snp',
    guest: { channel: 'initdata' },
    kbs: { address: 'https://kbs.example:8443', repository: { persistentVolumeClaim: 'kbs-repository' } },
    credentials: [{ registry: 'registry.example/team', username: 'us|er`<b>', password: PASSWORD }],
    workloads: workloads.map((one) => ({ kind: 'Deployment', image: 'registry.example/team/app:1', ...one })),
    ...more,
  };
  const { files } = assemble(write('coco.yaml', JSON.stringify(config)), {});
  return files.find(({ name }) => name === 'REVIEW.md')?.text ?? '';
}

const linesOf = (text: string) => text.split('\n');

test('names everything from the workload to the digest in a row, and who finds what', () => {
  const text = reviewOf([{ name: 'web', namespace: 'shop' }]);
  const digest = /<summary>(sha256:[0-9a-f]{64})<\/summary>/.exec(text)?.[1];
  expect(digest).toBeDefined();
  expect(linesOf(text)).toEqual(
    expect.arrayContaining([
      `| \`Deployment shop/web\` | \`registry.example/team/app:1\` | \`registry.example/team\` | \`cococred\` | \`kbs:///default/containers/auth\` | \`kata-qemu-snp\` | initdata | \`${digest}\` |`,
      '| `registry.example/team/app:1` | `shop` | kubelet | found | `registry.example/team` | `` us\\|er`<b> `` | `Secret shop/cococred` |',
      '- `kata-qemu-snp`: TEE AMD SEV-SNP; its guests ask the KBS at `https://kbs.example:8443`',
      '- `Job coco-tenant/kbs-upload` provides `default/containers/auth`',
      '- claim coco-tenant/kbs-repository',
      'authenticated_registry_credentials_uri = "kbs:///default/containers/auth"',
    ]),
  );
});

test('holds no password, in no form, and stays the same when one changes', () => {
  const text = reviewOf([workload(1)]);
  const credentials = [{ registry: 'registry.example/team', username: 'us|er`<b>', password: 'another-password' }];
  expect(reviewOf([workload(1)], { credentials })).toBe(text);
  expect(text).not.toContain(PASSWORD);
  expect(text).not.toContain(Buffer.from(`us|er\`<b>:${PASSWORD}`).toString('base64'));
});

test('tells what is taken as public, and what kubectl apply cannot change', () => {
  const text = reviewOf([workload(1), { name: 'open', kind: 'Pod', namespace: 'shop', image: 'quay.io/open/app:1' }]);
  expect(text).toContain('## Taken as public: no credential covers them\n\n- `quay.io/open/app:1`\n');
  expect(text).toContain('`kubectl delete pod/open --namespace shop`');
  expect(text).not.toContain('kubectl delete deployment');
});

test.each([2, 40])('another workload than %d changes no line about the others', (size) => {
  const workloads = Array.from({ length: size }, (_, index) => workload(index));
  const before = reviewOf(workloads);
  const after = linesOf(reviewOf([{ name: 'added', namespace: 'team-0' }, ...workloads]));
  const changed = linesOf(before).filter((line) => !after.includes(line));
  expect(changed).toEqual([]);
  const added = after.filter((line) => !linesOf(before).includes(line));
  expect(added.filter((line) => !line.includes('added'))).toEqual([]);
});

test.each([
  [30, /workload_\w+\["Deployment team-1\/app-1"\]/],
  [31, /workload_\w+\["confidential workloads in team-1"\]/],
])('the picture of %d workloads has boxes that one can read', (size, box) => {
  const text = reviewOf(Array.from({ length: size }, (_, index) => workload(index)));
  const chart = /```mermaid\n([^`]*)```/.exec(text)?.[1] ?? '';
  expect(chart).toMatch(box);
  expect(chart.match(/^workload_\w+\[/gm)?.length).toBeLessThanOrEqual(30);
  expect(chart).toContain('"kbs:///default/containers/auth, for the guest once attested"');
  expect(chart).not.toContain('|');
});

test('an arrow of the picture says that the guest of a peer pod reads the pull Secret, too', () => {
  const text = reviewOf([workload(1), { ...workload(4), runtimeClass: 'kata-remote' }]);
  expect(text.match(/^secret_\w+ --> workload_\w+1$/gm)).toHaveLength(1);
  expect(text.match(/^secret_\w+ -->\|guest, too\| workload_\w+4$/gm)).toHaveLength(1);
});

test("says that the operator's KBS has to be restarted, where it carries the credential", () => {
  const kbs = {
    address: '172.18.0.3:31731',
    repository: { operatorSecret: true },
    namespace: 'trustee-operator-system',
  };
  const restart = 'kubectl rollout restart deployment/trustee-deployment';
  expect(reviewOf([workload(1)], { kbs, guest: {} })).toContain(restart);
  expect(reviewOf([workload(1)])).not.toContain(restart);
});

test('takes no name for the user that External Secrets knows', () => {
  const remote = { key: 'robot', username: 'username', password: 'password' };
  const text = reviewOf([workload(1)], {
    secrets: { backend: 'external', external: { store: 'vault' } },
    credentials: [{ registry: 'registry.example/team', remote }],
  });
  expect(text).toContain('| `registry.example/team` | not told | `Secret team-1/cococred` |');
  expect(text).not.toContain('where the passwords are');
});
