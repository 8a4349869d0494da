import { readManifest } from '../../src/kubernetes/manifest-reader';

const TEXT = `# first
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Pod
    metadata:
      name: a
      annotations: { x: "1",
        y: "2" }
    spec:
      containers:
        - name: main
          image: one
        - name: other
          image: two
---
apiVersion: v1
kind: Pod
metadata:
  name: b
  labels: &texts
    a: b
  annotations: *texts
`;

test.each([
  [0, [], 5],
  [0, ['metadata', 'name'], 8],
  [0, ['metadata', 'annotations', 'y'], 10],
  [0, ['spec', 'containers', 1, 'image'], 16],
  [0, ['spec', 'containers', 1, 'command'], 15],
  [0, ['spec', 'containers', 9, 'image'], 12],
  [0, ['status', 'phase'], 5],
  [1, ['metadata', 'annotations'], 24],
  [1, ['metadata', 'annotations', 'a'], 23],
  [1, ['kind'], 19],
])('of object %i the field %j stands on line %i', (index, path, line) => {
  expect(readManifest(TEXT, 'f.yaml')[index]?.placeOf(path)).toEqual({ file: 'f.yaml', line });
});
