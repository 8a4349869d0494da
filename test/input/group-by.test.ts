import { groupBy } from '../../src/input/group-by';

test('items stand in groups, both in the order in which they come', () => {
  const groups = groupBy(['banana', 'cherry', 'apple', 'blueberry'], (fruit) => fruit[0]);
  expect([...groups]).toEqual([
    ['b', ['banana', 'blueberry']],
    ['c', ['cherry']],
    ['a', ['apple']],
  ]);
});

test('any key will do, also one that an object has already', () => {
  expect([...groupBy(['constructor', '__proto__'], (key) => key).keys()]).toEqual(['constructor', '__proto__']);
});

test('many items of one group take no longer than they have to', () => {
  const numbers = Array.from({ length: 200_000 }, (_, index) => index);
  const group = groupBy(numbers, () => 'all').get('all') ?? [];
  expect(group).toHaveLength(200_000);
  expect(group.every((number, index) => number === index)).toBe(true);
});
