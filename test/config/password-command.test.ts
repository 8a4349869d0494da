import { loadConfig } from '../../src/config/load';
import { describeProblem } from '../../src/input/problem';
import { temporaryDirectory } from '../temporary-directory';

const { write } = temporaryDirectory();

function load(command: readonly string[], more = '') {
  const text = `runtimeClass: kata-qemu-snp
kbs: { address: "172.18.0.3:31731", repository: { persistentVolumeClaim: kbs } }
credentials:
  - { registry: registry.example/team, username: robot, passwordCommand: ${JSON.stringify(command)}${more} }
`;
  return loadConfig(write('coco.yaml', text), {});
}

test('the password is what the program prints, without the newline at its end and without a shell', () => {
  const { config, problems } = load([process.execPath, '-e', 'console.log(process.argv[1])', '$HOME; `id` "x"']);
  expect(problems).toEqual([]);
  expect(config.credentials[0]?.credentials[0]?.sameSecret({ username: 'robot', password: '$HOME; `id` "x"' })).toBe(
    true,
  );
});

const PRINTS = 'process.stdout.write("sesame"); console.error("sesame");';

test.each([
  ['that is not there', ['absent-program'], /passwordCommand: the command "absent-program" is not found/],
  ['that fails', [process.execPath, '-e', `${PRINTS} process.exitCode = 3`], /failed \(3\)/],
  ['that prints nothing', [process.execPath, '-e', '0'], /passwordCommand: password .* is empty/],
  ['that prints no text', [process.execPath, '-e', 'process.stdout.write(Buffer.from([255]))'], /prints no UTF-8 text/],
])('a program %s is an error that shows nothing of what it prints', (_, command, message) => {
  const told = load(command).problems.map(describeProblem).join('\n');
  expect(told).toMatch(message);
  expect(told).not.toContain('sesame');
});

test('a password and a command are one too many', () => {
  const told = load(['true'], ', password: x').problems.map(describeProblem).join('\n');
  expect(told).toContain('holds password and passwordCommand');
});
