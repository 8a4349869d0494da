import { ApiObject, App, Chart, Cron, JsonPatch, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { IConstruct } from 'constructs';
import { GuestConfig } from '../../src/guest/guest-config';
import { RuntimeClass } from '../../src/guest/runtime-class';
import { constructWarnings } from '../../src/input/construct-warnings';
import { InputError, type Problem } from '../../src/input/problem';
import { PullSecret } from '../../src/secrets/pull-secret';
import { type ConfidentialOptions, makeConfidential } from '../../src/workload/make-confidential';
import { relaxPod } from '../../src/workload/relaxed-defaults';
import { validateKubernetesObject } from '../kubernetes-schema';
import { temporaryDirectory } from '../temporary-directory';

const guest = GuestConfig.auto({ kbs: 'kbs:8080', authFile: 'default/containers/auth' });
const OPTIONS: ConfidentialOptions = { runtimeClass: 'kata-qemu-tdx', guest, pullSecret: 'cococred' };
const PROPS = relaxPod({ containers: [{ name: 'app', image: 'registry.example/app:1' }] });
const HANDLER = 'io.containerd.cri.runtime-handler';
const ANNOTATIONS = {
  'io.containerd.cri.runtime-handler': 'kata-qemu-tdx',
  'io.katacontainers.config.hypervisor.kernel_params':
    'agent.image_registry_auth=kbs:///default/containers/auth agent.guest_components_rest_api=resource agent.aa_kbc_params=cc_kbc::http://kbs:8080',
};

function chart(): Chart {
  return new Chart(new App(), 'test', { disableResourceNameHashes: true });
}

const KINDS: [string, string, (scope: Chart) => IConstruct][] = [
  ['Pod', '', (scope) => new kplus.Pod(scope, 'it', PROPS)],
  ['Deployment', '/spec/template', (scope) => new kplus.Deployment(scope, 'it', PROPS)],
  [
    'StatefulSet',
    '/spec/template',
    (scope) => new kplus.StatefulSet(scope, 'it', { ...PROPS, service: service(scope) }),
  ],
  ['DaemonSet', '/spec/template', (scope) => new kplus.DaemonSet(scope, 'it', PROPS)],
  ['Job', '/spec/template', (scope) => new kplus.Job(scope, 'it', PROPS)],
  [
    'CronJob',
    '/spec/jobTemplate/spec/template',
    (scope) => new kplus.CronJob(scope, 'it', { ...PROPS, schedule: Cron.daily() }),
  ],
];

function service(scope: Chart): kplus.Service {
  return new kplus.Service(scope, 'service', { ports: [{ port: 80 }] });
}

const synthesize = (workload: IConstruct) => ApiObject.of(workload).toJson();

describe.each(KINDS)('makeConfidential of a %s', (kind, path, create) => {
  test('changes the Pod template, and nothing else', () => {
    const plain = synthesize(create(chart()));
    const made = synthesize(makeConfidential(create(chart()), OPTIONS));
    expect(made).toEqual(
      JsonPatch.apply(
        plain,
        JsonPatch.add(`${path}/metadata/annotations`, ANNOTATIONS),
        JsonPatch.add(`${path}/spec/runtimeClassName`, 'kata-qemu-tdx'),
        JsonPatch.add(`${path}/spec/imagePullSecrets`, [{ name: 'cococred' }]),
      ),
    );
    expect(made.kind).toBe(kind);
    validateKubernetesObject(made);
  });

  test('twice changes nothing', () => {
    const once = synthesize(makeConfidential(create(chart()), OPTIONS));
    const twice = synthesize(makeConfidential(makeConfidential(create(chart()), OPTIONS), OPTIONS));
    expect(JSON.stringify(twice)).toBe(JSON.stringify(once));
  });
});

describe('makeConfidential', () => {
  const { directory } = temporaryDirectory();

  test('covers containers and patches that come later', () => {
    const deployment = makeConfidential(new kplus.Deployment(chart(), 'it', PROPS), OPTIONS);
    deployment.addContainer({ name: 'late', image: 'b', imagePullPolicy: kplus.ImagePullPolicy.NEVER });
    deployment.addInitContainer({ name: 'init', image: 'c', imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT });
    ApiObject.of(deployment).addJsonPatch(
      JsonPatch.add('/spec/template/spec/imagePullSecrets', [{ name: 'patched' }]),
      JsonPatch.add('/spec/template/metadata/annotations', { mine: 'x' }),
    );
    expect(synthesize(deployment).spec.template).toMatchObject({
      metadata: { annotations: { ...ANNOTATIONS, mine: 'x' } },
      spec: {
        containers: [{ imagePullPolicy: 'Always' }, { name: 'late', imagePullPolicy: 'Always' }],
        initContainers: [{ name: 'init', imagePullPolicy: 'Always' }],
        imagePullSecrets: [{ name: 'patched' }, { name: 'cococred' }],
      },
    });
  });

  test('takes Secrets and names, several, beside that of cdk8s-plus', () => {
    const scope = chart();
    const dockerRegistryAuth = kplus.Secret.fromSecretName(scope, 'own', 'own');
    const pod = makeConfidential(new kplus.Pod(scope, 'it', { ...PROPS, dockerRegistryAuth }), {
      ...OPTIONS,
      pullSecret: [
        kplus.Secret.fromSecretName(scope, 'a', 'a'),
        'b',
        kplus.Secret.fromSecretName(scope, 'own2', 'own'),
      ],
    });
    expect(synthesize(pod).spec.imagePullSecrets).toEqual([{ name: 'own' }, { name: 'a' }, { name: 'b' }]);
  });

  test('sorts keys as cdk8s does', () => {
    const named = { ...PROPS, metadata: { annotations: { last: 'x' } } };
    const { metadata, spec } = synthesize(makeConfidential(new kplus.Pod(chart(), 'it', named), OPTIONS));
    for (const object of [metadata, metadata.annotations, spec]) {
      expect(Object.keys(object)).toEqual(Object.keys(object).sort());
    }
  });

  test('the construct is named where it goes wrong', () => {
    const scope = chart();
    makeConfidential(makeConfidential(new kplus.Pod(scope, 'it', PROPS), OPTIONS), {
      ...OPTIONS,
      runtimeClass: RuntimeClass.QEMU_SNP,
    });
    expect(() => Testing.synth(scope)).toThrow(
      'test/it/Resource: the Pod has the runtime class "kata-qemu-tdx" already, and is to run under kata-qemu-snp',
    );
    expect(() => makeConfidential(new kplus.Pod(scope, 'b', PROPS), { ...OPTIONS, runtimeClass: 'No' })).toThrow(
      'is not a name that Kubernetes accepts',
    );
  });

  test.each(['App.synth', 'Testing.synth', 'toJson'])('%s tells of all workloads that go wrong', (how) => {
    const app = new App({ outdir: directory });
    const scopes = ['a', 'b'].map((id) => new Chart(app, id));
    const broken = scopes.flatMap((scope) =>
      ['good', 'bad', 'worse'].map((id) => {
        const metadata = id === 'good' ? {} : { annotations: { [HANDLER]: 'runc' } };
        return makeConfidential(new kplus.Deployment(scope, id, { ...PROPS, podMetadata: metadata }), OPTIONS);
      }),
    );
    const synth = {
      'App.synth': () => app.synth(),
      'Testing.synth': () => Testing.synth(scopes[0] as Chart),
      toJson: () => synthesize(broken[1] as IConstruct),
    }[how];
    const lines = ['a/bad', 'a/worse', 'b/bad', 'b/worse'].map(
      (path) => `${path}/Resource: the Pod has the annotation.*`,
    );
    expect(synth).toThrow(new RegExp(`^${lines.join('\n')}$`));
    expect(synth).toThrow(InputError);
  });

  test('a workload that is made confidential twice is told once', () => {
    const scope = chart();
    const deployment = new kplus.Deployment(scope, 'it', {
      ...PROPS,
      podMetadata: { annotations: { [HANDLER]: 'x' } },
    });
    makeConfidential(makeConfidential(deployment, OPTIONS), OPTIONS);
    expect(() => Testing.synth(scope)).toThrow(/^test\/it\/Resource: the Pod has the annotation[^\n]*$/);
  });

  describe('a pull Secret in another namespace', () => {
    const pod = (scope: Chart, namespace?: string) =>
      new kplus.Pod(scope, 'it', { ...PROPS, metadata: namespace === undefined ? {} : { namespace } });
    const secret = (scope: Chart, namespace?: string) =>
      new PullSecret(scope, 'secret', { metadata: { name: 'cococred', namespace }, credentials: [] });

    test('is refused', () => {
      const scope = chart();
      const pullSecret = ['other', secret(scope, 'kbs')];
      expect(() => makeConfidential(pod(scope, 'team'), { ...OPTIONS, pullSecret })).toThrow(
        'test/it/Resource: the pull Secret cococred is in namespace kbs: the kubelet looks for it in namespace team',
      );
    });

    test.each([
      ['team', 'team'],
      [undefined, 'team'],
      ['team', undefined],
    ])('is one only where both are known: Pod %s, Secret %s', (here, there) => {
      const scope = chart();
      const made = makeConfidential(pod(scope, here), { ...OPTIONS, pullSecret: secret(scope, there) });
      expect(synthesize(made).spec.imagePullSecrets).toEqual([{ name: 'cococred' }]);
    });
  });

  test('refuses what runs no Pods', () => {
    const configMap = new kplus.ConfigMap(chart(), 'it');
    expect(() => makeConfidential(configMap, OPTIONS)).toThrow(
      'test/it/Resource: a ConfigMap runs no Pods that cdk8s-coco knows of',
    );
  });

  test('warnings go where the caller wants them', () => {
    const warnings: Problem[] = [];
    const options = {
      ...OPTIONS,
      runtimeClass: 'kata-qemu-tdy',
      onWarning: (warning: Problem) => warnings.push(warning),
    };
    synthesize(makeConfidential(new kplus.Pod(chart(), 'it', { ...PROPS, hostNetwork: true }), options));
    expect(warnings).toEqual([
      expect.objectContaining({ what: 'runtime class "kata-qemu-tdy" is not one that cdk8s-coco knows' }),
      expect.objectContaining({ places: [{ subject: 'test/it/Resource' }], what: 'the Pod asks for hostNetwork' }),
    ]);
  });

  test("else into the construct's metadata, each once", () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation();
    const scope = chart();
    for (const id of ['a', 'b']) {
      const pod = new kplus.Pod(scope, id, { ...PROPS, hostNetwork: id === 'b' });
      makeConfidential(pod, { ...OPTIONS, runtimeClass: 'kata-qemu-tdy' });
    }
    Testing.synth(scope);
    Testing.synth(scope);
    expect(constructWarnings(scope)).toEqual([
      expect.objectContaining({ what: 'runtime class "kata-qemu-tdy" is not one that cdk8s-coco knows' }),
      expect.objectContaining({ places: [{ subject: 'test/b/Resource' }], what: 'the Pod asks for hostNetwork' }),
    ]);
    expect(ApiObject.of(scope.node.findChild('b')).node.metadata).toHaveLength(2);
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  describe('of API objects that are no constructs of cdk8s-plus', () => {
    const container = { name: 'a', image: 'a' };
    const CONFIDENTIAL = {
      metadata: { annotations: ANNOTATIONS },
      spec: {
        runtimeClassName: 'kata-qemu-tdx',
        imagePullSecrets: [{ name: 'cococred' }],
        containers: [{ ...container, imagePullPolicy: 'Always' }],
      },
    };

    test('a typed one of the API', () => {
      const pod = new kplus.k8s.KubePod(chart(), 'it', { spec: { containers: [container] } });
      const made = synthesize(makeConfidential(pod, OPTIONS));
      expect(made).toMatchObject({ kind: 'Pod', ...CONFIDENTIAL });
      validateKubernetesObject(made);
    });

    test('a custom resource, with its Pod templates', () => {
      const template = { spec: { containers: [container] } };
      const props = {
        apiVersion: 'ray.io/v1',
        kind: 'RayCluster',
        spec: { head: { template }, workers: [{ template }] },
      };
      const podTemplate = ['spec.head.template', 'spec.workers[*].template'];
      const ray = makeConfidential(new ApiObject(chart(), 'it', props), { ...OPTIONS, podTemplate });
      expect(synthesize(ray).spec).toEqual({ head: { template: CONFIDENTIAL }, workers: [{ template: CONFIDENTIAL }] });
      expect(() => makeConfidential(new ApiObject(chart(), 'it', props), OPTIONS)).toThrow(
        'test/it: a RayCluster runs no Pods',
      );
      const elsewhere = makeConfidential(new ApiObject(chart(), 'it', props), {
        ...OPTIONS,
        podTemplate: 'spec.template',
      });
      expect(() => synthesize(elsewhere)).toThrow(
        'test/it: podTemplate "spec.template" leads to no Pod template in the RayCluster',
      );
    });
  });
});
