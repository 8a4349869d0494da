import { temporaryDirectory } from '../temporary-directory';
import { type Synthesized, synthesized } from './synthesized';

const { write } = temporaryDirectory();

const FILE = `runtimeClass: kata-qemu-snp
namespaces: create
kbs:
  address: 172.18.0.3:31731
  repository: { persistentVolumeClaim: { claimName: kbs-repository, create: { size: 1Gi } } }
  upload: { networkPolicy: true, schedule: "0 3 * * *" }
credentials:
  - { registry: registry.example/team, username: team, password: team-secret }
workloads: [{ name: web, namespace: shop, image: registry.example/team/a }]
`;
const synthesize = (head: string, file = FILE) => synthesized(write('coco.yaml', head + file));

const names = ({ objects }: Synthesized) =>
  objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
const PART_OF = 'app.kubernetes.io/part-of';

describe('project', () => {
  test('is the label of every object, their Pods and selectors', () => {
    const made = synthesize('project: one\n');
    expect(made.objects.map(({ metadata }) => metadata.labels?.[PART_OF])).toEqual(made.objects.map(() => 'one'));
    const text = JSON.stringify(made.objects);
    expect(text).not.toContain('confidential-containers"');
    expect(made.objects.length).toBe(8);
  });

  test('keeps two projects from touching what they make by themselves', () => {
    const own = ['Namespace', 'Pod', 'PersistentVolumeClaim'];
    const shared = (made: Synthesized) => names(made).filter((name) => !own.some((kind) => name.startsWith(kind)));
    const [one, two] = ['one', 'two'].map((project) => new Set(shared(synthesize(`project: ${project}\n`))));
    expect(one?.size).toBe(5);
    expect([...(one ?? [])].filter((name) => two?.has(name))).toEqual([]);
  });

  test('has a resource of its own in the KBS, where its guests look for it', () => {
    const made = synthesize('project: one\n');
    const pod = made.objects.find(({ kind }) => kind === 'Pod');
    expect(Object.values(pod?.metadata.annotations ?? {}).join(' ')).toContain('kbs:///default/one/auth');
    expect(JSON.stringify(made.objects)).not.toContain('default/containers/auth');
  });

  test('what the file names stays', () => {
    const named = FILE.replace('upload: {', 'authFile: a/b/c\n  upload: { name: mine,');
    const made = synthesize('project: one\npullSecret: { name: pull }\n', named);
    expect(names(made)).toEqual(expect.arrayContaining(['Secret shop/pull', 'CronJob coco-tenant/mine']));
  });

  test('without it, names and labels are those of the documentation', () => {
    const made = synthesize('');
    expect(names(made)).toEqual(expect.arrayContaining(['Secret shop/cococred', 'CronJob coco-tenant/kbs-upload']));
    expect(new Set(made.objects.map(({ metadata }) => metadata.labels?.[PART_OF]))).toEqual(
      new Set(['confidential-containers']),
    );
  });

  test.each(['Shop', 'a.b', '""', 'a'.repeat(31)])('%s is refused', (project) => {
    expect(() => synthesize(`project: ${project}\n`)).toThrow(/coco\.yaml:1: project: .*(Kubernetes|empty)/);
  });
});
