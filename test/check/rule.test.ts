import { ClusterView } from '../../src/check/cluster-view';
import { checkView } from '../../src/check/rule';
import { imageByTag } from '../../src/check/rules/image-by-tag';
import { readSource } from '../../src/check/source';

const { objects } = readSource({ file: 'file.yaml', text: imageByTag.examples.fails });

test('what is below the threshold is not told, and its line not looked for', () => {
  const placeOf = jest.fn();
  const view = new ClusterView(objects.map((located) => ({ ...located, placeOf })));
  expect(checkView(view, [imageByTag], 'warning')).toEqual([]);
  expect(placeOf).not.toHaveBeenCalled();
});

test('all is told without a threshold', () => {
  expect(checkView(new ClusterView(objects), [imageByTag])).toMatchObject([{ severity: 'info' }]);
});
