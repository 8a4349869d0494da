import { ApiObject, App, Chart, JsonPatch, Yaml } from 'cdk8s';
import { PassThrough } from '../../src/workload/pass-through';

const chart = () => new Chart(new App(), 'test', { namespace: 'elsewhere', labels: { team: 'x' } });

describe('PassThrough', () => {
  test('emits the object as it is', () => {
    const object = {
      kind: 'Foo',
      spec: { z: null, a: [], b: {} },
      apiVersion: 'example.com/v1',
      metadata: { generateName: 'x-' },
    };
    const scope = chart();
    new PassThrough(scope, 'it', { object });
    expect(JSON.stringify(scope.toJson())).toBe(JSON.stringify([object]));
  });

  test('prints what kubectl reads as the same', () => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', data: { mode: '0o644', flag: 'yes' } };
    const scope = chart();
    new PassThrough(scope, 'it', { object });
    expect(Yaml.stringify(...scope.toJson())).toBe(
      'apiVersion: v1\nkind: ConfigMap\ndata:\n  mode: "0o644"\n  flag: "yes"\n',
    );
  });

  test('is an ApiObject: with a name, a namespace, and JSON patches', () => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'b' }, data: { c: 'd' } };
    const it = new PassThrough(chart(), 'it', { object });
    it.addJsonPatch(JsonPatch.replace('/data/c', 'e'));
    expect(ApiObject.of(it).metadata).toMatchObject({ name: 'a', namespace: 'b' });
    expect(it.toJson()).toEqual({ ...object, data: { c: 'e' } });
    expect(object.data.c).toBe('d');
  });
});
