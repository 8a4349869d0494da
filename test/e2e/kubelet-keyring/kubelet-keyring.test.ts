import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { AuthMap } from '../../../src/registry/auth-map';
import { ImageReference } from '../../../src/registry/image-reference';
import { Kubelet } from '../../../src/registry/kubelet';
import type { Lookup } from '../../../src/registry/lookup';
import { BUILDING_MS, goCommands } from '../go';
import { IMAGES, pullConfig } from './documents';

const GENERATED = 20_000;

interface Login {
  readonly username: string;
  readonly password: string;
}

let command: string;
beforeAll(() => {
  command = join(goCommands(__dirname, '.'), 'kubelet-keyring');
}, BUILDING_MS);

const images = IMAGES.map((image) => ImageReference.parse(image));

/** The logins of each image, Pod by Pod, in the order of the attempts; null where the Secrets of a Pod are unusable. */
function loginsOfKubelet(pods: readonly (readonly Buffer[])[]): (Login[][] | null)[] {
  const names = images.map(({ name }) => name);
  const cases = pods.map((secrets) => ({ secrets: secrets.map((one) => one.toString('base64')), images: names }));
  const input = cases.map((one) => JSON.stringify(one)).join('\n');
  const output = execFileSync(command, { input, encoding: 'utf8', stdio: 'pipe', maxBuffer: 2 ** 30 });
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Whether this project says of an image what the kubelet does with it. */
function agree({ outcome, entries, reason }: Lookup, logins: readonly Login[] | undefined): boolean {
  if (/the kubelet uses none of/.test(reason) || !logins) return /the kubelet uses none of/.test(reason) === !logins;
  // An empty entry stands for an anonymous pull.
  const tried = logins.filter(({ username, password }) => username || password);
  const [first] = tried;
  const isFirst = outcome !== 'found' || (first !== undefined && entries[0]?.holds(first) === true);
  const rest = [...entries];
  for (const login of tried) {
    const index = rest.findIndex((one) => one.holds(login));
    if (index < 0) return false;
    rest.splice(index, 1);
  }
  return isFirst && rest.length === 0 && (outcome === 'none') === (tried.length === 0);
}

// The same documents each time, so that what fails is what changed; FAST_CHECK_SEED tries others.
const seed = Number(process.env.FAST_CHECK_SEED ?? 20_261_125);
console.log(`seed ${seed}`);

test('the kubelet tries for each image the logins that this project says, or uses none of the Secrets', () => {
  const pods = fc.sample(fc.array(pullConfig, { minLength: 1, maxLength: 2 }), { seed, numRuns: GENERATED });
  const answers = loginsOfKubelet(pods);
  const differences = pods.flatMap((secrets, index) => {
    const kubelet = new Kubelet(secrets.map((content, number) => new AuthMap(`Secret ${number}`, content)));
    const answer = answers[index];
    return images.flatMap((image, at) => {
      const [ours, logins] = [kubelet.lookup(image), answer?.[at]];
      const found = logins?.map(({ username }) => username);
      return agree(ours, logins) ? [] : [{ secrets: secrets.map(String), image: image.name, found, ours: ours.reason }];
    });
  });
  const usable = answers.filter((answer) => answer !== null);
  expect(answers).toHaveLength(GENERATED);
  // Of both there is enough to mean something.
  expect(usable.length).toBeGreaterThan(GENERATED / 5);
  expect(GENERATED - usable.length).toBeGreaterThan(GENERATED / 5);
  expect(usable.flat().filter((logins) => logins.length > 0).length).toBeGreaterThan(GENERATED);
  expect({ seed, differences: differences.slice(0, 3) }).toEqual({ seed, differences: [] });
});
