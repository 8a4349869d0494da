import type { JsonObject } from '../../src/input/json';
import {
  matchingPaths,
  parsePodTemplatePattern,
  podTemplatePath,
  templateAt,
  withTemplateAt,
} from '../../src/workload/pod-template';

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

describe('parsePodTemplatePattern', () => {
  test.each([
    ['spec.workload_1.pod-template', ['spec', 'workload_1', 'pod-template']],
    ['spec.tasks[*].template', ['spec', 'tasks', '*', 'template']],
    ['spec.replicaSpecs.*.template', ['spec', 'replicaSpecs', '*', 'template']],
    ['spec.a[*][*].b', ['spec', 'a', '*', '*', 'b']],
  ])('%s', (text, pattern) => {
    expect(parsePodTemplatePattern(text)).toEqual(pattern);
  });

  test.each([
    ...['', '.', 'spec.', '.spec', 'spec..template', 'spec template', '/spec/template', '$.spec', '*', '[*]', '*.spec'],
    ...['spec[0].template', 'spec.tasks[*]template', 'spec.**'],
  ])('refuses %j', (text) => {
    expect(() => parsePodTemplatePattern(text)).toThrow('is not the path of a Pod template');
  });
});

describe('matchingPaths', () => {
  const object = { spec: { tasks: [{ template: { a: 1 } }, { other: 2 }, { template: {} }], b: { template: 'x' } } };

  test.each([
    [
      'spec.tasks[*].template',
      [
        ['spec', 'tasks', 0, 'template'],
        ['spec', 'tasks', 2, 'template'],
      ],
    ],
    ['spec.tasks', []],
    ['spec.b.template', []],
    ['spec.*', [['spec', 'b']]],
    ['spec.b.constructor', []],
  ])('%s', (pattern, paths) => {
    expect(matchingPaths(object, parsePodTemplatePattern(pattern))).toEqual(paths);
  });

  test('lead to templates that can be replaced, one after the other', () => {
    const paths = matchingPaths(object, ['spec', 'tasks', '*', 'template']);
    expect(templateAt(object, paths[0] ?? [])).toEqual({ a: 1 });
    const replaced = paths.reduce((made, path, index) => withTemplateAt(made, path, { index }), object as JsonObject);
    expect(replaced).toEqual({
      spec: { tasks: [{ template: { index: 0 } }, { other: 2 }, { template: { index: 1 } }], b: { template: 'x' } },
    });
    expect(object.spec.tasks[0]).toEqual({ template: { a: 1 } });
  });
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
