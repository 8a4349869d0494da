import { temporaryDirectory } from '../../temporary-directory';
import { configurations, ENVIRONMENT } from './configurations';
import { ControlPlane, type Said, STARTING_MS } from './control-plane';
import { writeOutput } from './output';
import { prepare } from './prerequisites';

const temporary = temporaryDirectory();

let controlPlane: ControlPlane;
beforeAll(async () => {
  controlPlane = await ControlPlane.start();
}, STARTING_MS);
afterAll(() => controlPlane?.stop());

/** Writes what a configuration comes to, makes what it needs, and returns the directory. */
async function output(name: string, file: string): Promise<string> {
  const { directory, objects } = writeOutput(temporary, `output/${name.replace(/\W/g, '-')}`, file, ENVIRONMENT);
  await prepare(controlPlane, objects);
  return directory;
}

const changed = (stdout: string) =>
  stdout.split('\n').filter((line) => line !== '' && !/ (unchanged|serverside-applied)$/.test(line));

/**
 * What `kubectl diff` says. It reads each object twice, and a controller may have written the status in between; what differs
 * for another reason does so each time.
 */
async function differences(...args: string[]): Promise<Said> {
  let said = await controlPlane.tryKubectl(['diff', ...args]);
  for (let more = 10; said.status === 1 && more > 0; more--) said = await controlPlane.tryKubectl(['diff', ...args]);
  return said;
}

describe.each(configurations(temporary))('%s', (name, file) => {
  test('is applied without a warning, then changes nothing, client-side and server-side', async () => {
    const directory = await output(name, file);
    const apply = ['apply', '--validate=strict', '--filename', directory];
    const nothing = { status: 0, stdout: '', stderr: '' };

    try {
      expect(await controlPlane.tryKubectl(apply)).toMatchObject({ status: 0, stderr: '' });
      const again = await controlPlane.tryKubectl(apply);
      expect({ ...again, stdout: changed(again.stdout) }).toEqual({ status: 0, stdout: [], stderr: '' });
      expect(await differences('--filename', directory)).toEqual(nothing);

      const serverSide = ['--server-side', '--force-conflicts'];
      expect(await controlPlane.tryKubectl([...apply, ...serverSide])).toMatchObject({ status: 0, stderr: '' });
      expect(await differences('--filename', directory, ...serverSide)).toEqual(nothing);
    } finally {
      // The next configuration may have objects of the same names.
      await controlPlane.kubectl(['delete', '--filename', directory, '--ignore-not-found']);
    }
  });
});
