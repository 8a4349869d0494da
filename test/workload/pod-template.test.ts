import { parsePodTemplatePath, podTemplatePath, templateAt, withTemplateAt } from '../../src/workload/pod-template';

describe('podTemplatePath', () => {
  test.each([
    ['v1', 'Pod', ''],
    ['v1', 'PodTemplate', 'template'],
    ['v1', 'ReplicationController', 'spec.template'],
    ['apps/v1', 'Deployment', 'spec.template'],
    ['apps/v1beta2', 'StatefulSet', 'spec.template'],
    ['apps/v1', 'DaemonSet', 'spec.template'],
    ['apps/v1', 'ReplicaSet', 'spec.template'],
    ['batch/v1', 'Job', 'spec.template'],
    ['batch/v1', 'CronJob', 'spec.jobTemplate.spec.template'],
  ])('of %s %s', (apiVersion, kind, path) => {
    expect(podTemplatePath({ apiVersion, kind })?.join('.')).toBe(path);
  });

  test.each([
    ['v1', 'Service'],
    ['batch.volcano.sh/v1alpha1', 'Job'],
    ['v1', 'Deployment'],
    ['v1', 'constructor'],
    [undefined, 'Pod'],
    ['v1', 7],
  ])('not of %s %s', (apiVersion, kind) => {
    expect(podTemplatePath({ apiVersion, kind })).toBeUndefined();
  });
});

test('a path is names joined by dots', () => {
  expect(parsePodTemplatePath('spec.workload_1.pod-template')).toEqual(['spec', 'workload_1', 'pod-template']);
  for (const path of ['', '.', 'spec.', '.spec', 'spec..template', 'spec template', '/spec/template', '$.spec']) {
    expect(() => parsePodTemplatePath(path)).toThrow('is not the path of a Pod template');
  }
});

test('a template is found and replaced, all else stays, in order', () => {
  const object = { a: 1, spec: { b: 2, template: { c: 3 }, d: 4 }, e: 5 };
  expect(templateAt(object, ['spec', 'template'])).toBe(object.spec.template);
  expect(templateAt(object, [])).toBe(object);
  expect(templateAt(object, ['spec', 'b'])).toBeUndefined();
  expect(templateAt(object, ['x', 'y'])).toBeUndefined();
  expect(JSON.stringify(withTemplateAt(object, ['spec', 'template'], { f: 6 }))).toBe(
    '{"a":1,"spec":{"b":2,"template":{"f":6},"d":4},"e":5}',
  );
  expect(withTemplateAt(object, [], { f: 6 })).toEqual({ f: 6 });
  expect(object.spec.template).toEqual({ c: 3 });
});
