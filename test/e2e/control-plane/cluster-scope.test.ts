import { isClusterScoped } from '../../../src/kubernetes/cluster-scope';
import { ControlPlane, STARTING_MS } from './control-plane';

let controlPlane: ControlPlane;
beforeAll(async () => {
  controlPlane = await ControlPlane.start();
}, STARTING_MS);
afterAll(() => controlPlane?.stop());

/** Those that can be kept in the cluster; reviews are only ever asked. */
async function kinds(namespaced: boolean): Promise<{ apiVersion: string; kind: string }[]> {
  const argv = ['api-resources', `--namespaced=${namespaced}`, '--verbs=create,get', '--no-headers'];
  const lines = (await controlPlane.kubectl(argv)).trim().split('\n');
  return lines.map((line) => {
    const [kind = '', , apiVersion = ''] = line.trim().split(/ +/).reverse();
    return { apiVersion, kind };
  });
}

test('the table knows each kind of the API server that belongs to no namespace, and no other', async () => {
  const clusterScoped = await kinds(false);
  expect(clusterScoped.length).toBeGreaterThan(30);
  expect(clusterScoped.filter((object) => !isClusterScoped(object))).toEqual([]);
  const namespaced = await kinds(true);
  expect(namespaced.length).toBeGreaterThan(30);
  expect(namespaced.filter((object) => isClusterScoped(object))).toEqual([]);
});
