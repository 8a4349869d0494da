import { ClusterView } from '../../src/check/cluster-view';
import { checkView, type Rule } from '../../src/check/rule';
import { RULES } from '../../src/check/rules';
import { readSource } from '../../src/check/source';
import { RuntimeClass } from '../../src/guest/runtime-class';
import { IGNORE_ANNOTATION } from '../../src/workload/manifest-selection';

const read = (text: string) => readSource({ file: 'file.yaml', text, tracked: true });

function findings(rule: Rule, text: string) {
  const { objects, authFiles } = read(text);
  return checkView(new ClusterView(objects, RuntimeClass.of, authFiles), [rule]);
}

describe.each(RULES.map((rule) => [rule.name, rule] as const))('%s', (_, rule) => {
  test('finds what its example has, with its place, and nothing in the other', () => {
    const [first] = findings(rule, rule.examples.fails);
    expect(first).toMatchObject({ rule: rule.name, places: [{ file: 'file.yaml', line: expect.any(Number) }] });
    expect(findings(rule, rule.examples.passes)).toEqual([]);
  });

  test('is silent where an annotation says so', () => {
    const objects = read(rule.examples.fails).objects.map((located) => {
      const metadata = (located.object.metadata ?? {}) as Record<string, object>;
      const annotations = { ...metadata.annotations, [IGNORE_ANNOTATION]: `other, ${rule.name}` };
      return { ...located, object: { ...located.object, metadata: { ...metadata, annotations } } };
    });
    expect(checkView(new ClusterView(objects), [rule])).toEqual([]);
  });

  test('has a name of its own, and says what it is for', () => {
    expect(rule.name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(RULES.filter(({ name }) => name === rule.name)).toHaveLength(1);
    expect(rule.summary).toMatch(/^[A-Z].*\.$/);
  });
});
