import { GuestConfig } from '../../src/guest/guest-config';
import { RuntimeClass } from '../../src/guest/runtime-class';
import { confidentialObject, imagesOf } from '../../src/workload/confidential-object';

const SETTINGS = {
  runtimeClass: RuntimeClass.QEMU_SNP,
  guest: GuestConfig.auto({ kbs: 'kbs:8080' }),
  pullSecrets: [],
};
const TEMPLATE = { spec: { hostPID: true, containers: [{ name: 'a', image: 'a' }] } };

describe('confidentialObject', () => {
  test('changes the Pod template where the kind has it', () => {
    const object = { apiVersion: 'batch/v1', kind: 'CronJob', spec: { jobTemplate: { spec: { template: TEMPLATE } } } };
    const made = confidentialObject(object, SETTINGS);
    expect(made.object).toMatchObject({
      kind: 'CronJob',
      spec: { jobTemplate: { spec: { template: { spec: { runtimeClassName: 'kata-qemu-snp' } } } } },
    });
    expect(made.warnings).toHaveLength(1);
  });

  test('or where it is said to be', () => {
    const object = { apiVersion: 'example.com/v1', kind: 'App', pods: TEMPLATE };
    expect(confidentialObject(object, SETTINGS, [['pods']]).object).toMatchObject({
      pods: { spec: { runtimeClassName: 'kata-qemu-snp' } },
    });
  });

  test('all of several', () => {
    const object = { apiVersion: 'example.com/v1', kind: 'App', groups: [TEMPLATE, { other: 1 }, TEMPLATE] };
    const made = confidentialObject(object, SETTINGS, [
      ['groups', 0],
      ['groups', 2],
    ]);
    const confidential = { spec: { runtimeClassName: 'kata-qemu-snp' } };
    expect(made.object.groups).toEqual([
      expect.objectContaining({ spec: expect.objectContaining(confidential.spec) }),
      { other: 1 },
      expect.objectContaining({ spec: expect.objectContaining(confidential.spec) }),
    ]);
    expect(made.warnings).toHaveLength(2);
  });

  test('refuses an object without one', () => {
    expect(() => confidentialObject({ apiVersion: 'v1', kind: 'Service' }, SETTINGS)).toThrow(
      'the Service has no Pod template: there is nothing',
    );
    expect(() => confidentialObject({ apiVersion: 'apps/v1', kind: 'Deployment', spec: {} }, SETTINGS)).toThrow(
      'the Deployment has no Pod template at spec.template',
    );
  });
});

test('imagesOf lists images in the order in which their containers start', () => {
  const spec = {
    containers: [{ image: 'b' }, { name: 'without' }, { image: 7 }],
    initContainers: [{ image: 'a' }],
    ephemeralContainers: [{ image: 'c' }],
  };
  expect(imagesOf({ spec })).toEqual(['a', 'b', 'c']);
  expect(imagesOf({})).toEqual([]);
  expect(imagesOf({ spec: null })).toEqual([]);
});
