import { handWork } from '../../src/app/hand-work';
import { temporaryDirectory } from '../temporary-directory';

const { directory, write } = temporaryDirectory();

const pod = (rest = '', name = 'web') => `apiVersion: v1
kind: Pod
metadata:
  annotations: { note: a }
  labels: { l: a }
  name: ${name}
  namespace: shop
spec:
  containers: [{ image: a, name: main${rest} }]
`;
const job = (args: string) =>
  `apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: once\nspec:\n  template: { spec: { containers: [{ name: a, image: ${args} }] } }\n`;

function after(before: string | undefined, now: string): string[] {
  const name = `${Math.abs(before?.length ?? 0)}-${now.length}.yaml`;
  if (before !== undefined) write(name, before);
  return handWork(directory, [{ name, text: now, secret: false }]).map(({ what, fix }) => `${what}; ${fix}`);
}

const DELETE_POD =
  'pod/web --namespace shop has changed; run kubectl delete pod/web --namespace shop before kubectl apply';

test.each([
  ['a Pod of another spec', pod(), pod(', args: [b]'), [DELETE_POD]],
  ['a Pod of another annotation', pod(), pod().replace('note: a', 'note: b2'), [DELETE_POD]],
  ['one of two', `${pod()}---\n${pod('', 'b')}`, `${pod(', args: [b]')}---\n${pod('', 'b')}`, [DELETE_POD]],
  ['a Job', job('a'), job('b2'), ['job/once has changed; run kubectl delete job/once before kubectl apply']],
  ['of a Job when it is deleted', job('a'), `${job('a')}  ttlSecondsAfterFinished: 600\n`, []],
  ['nothing', pod(), pod(), []],
  [
    'a Pod of another image, or other labels',
    pod(),
    pod().replace('image: a', 'image: b').replace('l: a', 'l: bb'),
    [],
  ],
  ['a new Pod', pod('', 'other'), pod(), []],
  [
    'a Deployment',
    pod().replace('kind: Pod', 'kind: Deployment'),
    pod().replace('kind: Pod', 'kind: Deployment\nx: y'),
    [],
  ],
  ['what was no manifest', 'kind: Pod\n: :\n', pod(), []],
  ['a first run', undefined, pod(), []],
])('%s', (_, before, now, expected) => {
  expect(after(before, now)).toEqual(expected);
});
