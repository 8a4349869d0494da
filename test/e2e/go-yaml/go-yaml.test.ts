import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { printed } from '../../../src/app/render';
import { isObject } from '../../../src/input/json';
import { InputError } from '../../../src/input/problem';
import { readManifest } from '../../../src/kubernetes/manifest-reader';
import { BUILDING_MS, goCommands } from '../go';
import { manifestFile } from './files';

const GENERATED = 20_000;
const ROOT = join(__dirname, '../../..');

let command: string;
beforeAll(() => {
  command = join(goCommands(__dirname, '.'), 'go-yaml');
}, BUILDING_MS);

/** What kubectl reads of each file: canonical JSON of its objects, or undefined where it refuses the file. */
function readByKubectl(files: readonly string[]): (string | undefined)[] {
  const input = files.map((file) => JSON.stringify(file)).join('\n');
  const output = execFileSync(command, { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
  const prefix = '{"objects":';
  return output
    .trimEnd()
    .split('\n')
    .map((line) => (line.startsWith(prefix) ? line.slice(prefix.length, -1) : undefined));
}

/** What this project reads of a file, in the same form. */
function read(file: string): string | undefined {
  try {
    return goJson(readManifest(file, 'file').map(({ object }) => object));
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** JSON as Go writes it: keys in the order of their bytes, whole numbers of 64 bits. */
function goJson(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'string') {
    return JSON.stringify(value).replace(
      /[\u2028\u2029]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16)}`,
    );
  }
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return `{${keys.map((key) => `${goJson(key)}:${goJson(value[key])}`).join(',')}}`;
}

/** Files that this project reads, and kubectl refuses or reads in another way. */
function differences(files: readonly string[], objects = files.map(read)) {
  return readByKubectl(files).flatMap((kubectl, index) => {
    const [file, ours] = [files[index], objects[index]];
    return ours === undefined || ours === kubectl ? [] : [{ file, kubectl, ours }];
  });
}

function sample<T>(arbitrary: fc.Arbitrary<T>, seed: number): T[] {
  return fc.sample(arbitrary, { seed, numRuns: GENERATED });
}

// The same files each time, so that what fails is what changed; FAST_CHECK_SEED tries others.
const seed = Number(process.env.FAST_CHECK_SEED ?? 325_770_716);
console.log(`seed ${seed}`);

test('generated files are read as kubectl reads them, or refused', () => {
  const files = sample(manifestFile, seed);
  const objects = files.map(read);
  expect(objects.filter((found) => found !== undefined).length).toBeGreaterThan(GENERATED / 4);
  expect({ seed, differences: differences(files, objects).slice(0, 3) }).toEqual({ seed, differences: [] });
});

test('what is printed is read by kubectl as what was meant', () => {
  const value = fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' });
  const objects = sample(value, seed).map((spec) => ({ apiVersion: 'v1', kind: 'X', spec }));
  const files = objects.map(printed);
  const expected = objects.map((object) => goJson([JSON.parse(JSON.stringify(object))]));
  const wrong = readByKubectl(files).flatMap((kubectl, index) =>
    kubectl === expected[index] ? [] : [{ file: files[index], kubectl, expected: expected[index] }],
  );
  expect({ seed, wrong: wrong.slice(0, 3) }).toEqual({ seed, wrong: [] });
});

test('real manifests are read by both, alike', () => {
  const directories = ['test/workload/manifests', 'examples/own-manifests/manifests', 'dist'];
  const files = directories.flatMap((directory) => {
    const names = readdirSync(join(ROOT, directory)).filter((name) => name.endsWith('.yaml'));
    return names.map((name) => readFileSync(join(ROOT, directory, name), 'utf8'));
  });
  expect(files.length).toBeGreaterThan(10);
  expect(files.map(read)).not.toContain(undefined);
  expect(differences(files).filter(({ file }) => !/^kind: List$/m.test(file ?? ''))).toEqual([]);
});
