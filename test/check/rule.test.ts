import { ClusterView } from '../../src/check/cluster-view';
import { checkView } from '../../src/check/rule';
import { imageByTag } from '../../src/check/rules/image-by-tag';
import { readSource } from '../../src/check/source';

const { objects } = readSource({ file: 'file.yaml', text: imageByTag.examples.fails });

test('of what matters less the object is told, and the line of the field not looked for', () => {
  const placeOf = jest.fn();
  const view = new ClusterView(objects.map((located) => ({ ...located, placeOf })));
  const places = [{ file: 'file.yaml', line: 1 }];
  expect(checkView(view, [imageByTag], 'warning')).toMatchObject([{ severity: 'info', places }]);
  expect(placeOf).not.toHaveBeenCalled();
});

test('of all else the line of the field', () => {
  const [found] = checkView(new ClusterView(objects), [imageByTag]);
  expect(found?.places[0]?.line).toBeGreaterThan(1);
});
