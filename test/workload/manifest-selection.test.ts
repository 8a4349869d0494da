import { annotatedChoice, checkNames, isSelected } from '../../src/workload/manifest-selection';

const OBJECT = { kind: 'Deployment', metadata: { name: 'web', labels: { app: 'web', tier: 'front' } } };

describe('isSelected', () => {
  test.each([
    [{}, false],
    [{ names: ['db', 'web'] }, true],
    [{ names: ['db'] }, false],
    [{ names: [] }, false],
    [{ kinds: ['Pod', 'Deployment'] }, true],
    [{ kinds: ['deployment'] }, false],
    [{ labels: { app: 'web' } }, true],
    [{ labels: { app: 'web', tier: 'back' } }, false],
    [{ labels: { toString: 'x' } }, false],
    [{ names: ['web'], kinds: ['Deployment'], labels: { tier: 'front' } }, true],
    [{ names: ['web'], kinds: ['Pod'] }, false],
  ])('%j: %s', (selection, selected) => {
    expect(isSelected(OBJECT, selection)).toBe(selected);
  });

  test('a generated name counts as a name', () => {
    expect(isSelected({ metadata: { generateName: 'job-' } }, { names: ['job-'] })).toBe(true);
    expect(isSelected({ kind: 'Pod' }, { names: ['a'] })).toBe(false);
  });
});

describe('annotatedChoice', () => {
  const annotated = (value?: unknown) => ({ metadata: { annotations: { 'cdk8s-coco/confidential': value } } });

  test.each([
    [{}, {}, undefined],
    [annotated('true'), {}, true],
    [{}, annotated('true'), true],
    [annotated('false'), {}, false],
    [annotated('false'), annotated('false'), false],
    [{ metadata: null }, { metadata: { annotations: null } }, undefined],
  ])('%j and %j: %s', (object, template, choice) => {
    expect(annotatedChoice(object, [template])).toBe(choice);
  });

  test.each([
    [
      'cdk8s-coco/confidental',
      /"cdk8s-coco\/confidental" is no annotation of cdk8s-coco.*; write cdk8s-coco\/confidential$/,
    ],
    ['cdk8s-coco/', /^"cdk8s-coco\/" is no annotation/],
  ])('refuses %s, on the object or a template', (name, message) => {
    const misspelt = { metadata: { annotations: { [name]: 'true' } } };
    expect(() => annotatedChoice(misspelt, [])).toThrow(message);
    expect(() => annotatedChoice({}, [{}, misspelt])).toThrow(message);
  });

  test('annotations of others are theirs', () => {
    expect(annotatedChoice({ metadata: { annotations: { 'cdk8s-coco.example/x': 'y' } } }, [])).toBeUndefined();
  });

  test.each([
    [annotated(true), {}, 'is true:'],
    [annotated('yes'), {}, 'is "yes":'],
    [annotated('true'), annotated('false'), 'is "true" and "false":'],
  ])('refuses %j and %j', (object, template, message) => {
    expect(() => annotatedChoice(object, [template])).toThrow(message);
  });
});

test('names that no workload has are mistakes', () => {
  expect(() => checkNames({ names: ['web'] }, new Set(['web', 'db']))).not.toThrow();
  expect(() => checkNames({}, new Set())).not.toThrow();
  expect(() => checkNames({ names: ['wep', 'zzz'] }, new Set(['web']))).toThrow(
    /"wep".*write "web"\n.*"zzz".*write the name of a workload/,
  );
});
