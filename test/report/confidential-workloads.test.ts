import { ClusterView } from '../../src/check/cluster-view';
import { Annotation } from '../../src/guest/annotations';
import { Initdata } from '../../src/guest/initdata';
import { readManifest } from '../../src/kubernetes/manifest-reader';
import { confidentialWorkloads, initdataDigest } from '../../src/report/confidential-workloads';

const { annotation } = Initdata.of({ algorithm: 'sha384', data: { 'aa.toml': 'a = 1\n' } });
const pod = (namespace: string, name: string, annotations = '{}') => `apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: ${namespace}, annotations: ${annotations} }
spec: { runtimeClassName: kata-qemu-snp, containers: [{ name: main, image: b }, { name: side, image: a }, { name: c, image: b }] }
`;
const manifest = [
  pod('shop', 'b'),
  pod('shop', 'a', `{ ${Annotation.INITDATA}: ${annotation} }`),
  pod('bank', 'z'),
  pod('bank', 'plain').replace('kata-qemu-snp', 'runc'),
].join('---\n');
const workloads = confidentialWorkloads(new ClusterView(readManifest(manifest, 'm.yaml')));

test('confidential workloads come in the order of their namespaces and names, whatever that of the files', () => {
  expect(workloads.map(({ title }) => title)).toEqual(['Pod bank/z', 'Pod shop/a', 'Pod shop/b']);
  expect(workloads[0]?.images).toEqual(['a', 'b']);
});

test('the digest of initdata names its algorithm', () => {
  expect(workloads.map(initdataDigest)).toEqual([undefined, expect.stringMatching(/^sha384:[0-9a-f]{96}$/), undefined]);
});
