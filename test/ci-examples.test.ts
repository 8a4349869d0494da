import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { cli } from './cli/cli';
import { temporaryDirectory } from './temporary-directory';

const { directory, write } = temporaryDirectory();
write('coco.yaml', readFileSync('examples/ci/coco.yaml', 'utf8'));

interface Step {
  readonly run?: string;
}

const github = parse(readFileSync('examples/ci/github.yaml', 'utf8'));
const gitlab = parse(readFileSync('examples/ci/gitlab.yaml', 'utf8'));
const SCRIPTS: readonly [string, readonly string[]][] = [
  ['github', github.jobs.review.steps.flatMap(({ run }: Step) => run ?? [])],
  ['gitlab', gitlab.coco.script],
];

/** The command lines of ours, without what the shell does with them. */
function commandsIn(scripts: readonly string[]): string[][] {
  const found = scripts.flatMap((script) => script.match(/npx cdk8s-coco [^>|\n]*/g) ?? []);
  return found.map((line) =>
    line
      .trim()
      .split(/\s+/)
      .slice(2)
      .map((word) => (word.startsWith('"$') ? 'HEAD' : word)),
  );
}

test.each(SCRIPTS)('%s: the shell takes each step, and our command takes each command line', (_, scripts) => {
  for (const script of scripts) execFileSync('sh', ['-n', '-c', script], { stdio: 'pipe' });
  execFileSync('git', ['init', '--quiet'], { cwd: directory });
  expect(cli(directory, ['synth']).status).toBe(0);
  execFileSync('git', ['add', '--all'], { cwd: directory });
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...identity, 'commit', '--quiet', '--allow-empty', '--message=base'], { cwd: directory });
  const commands = commandsIn(scripts);
  expect(commands.map(([name]) => name)).toEqual(expect.arrayContaining(['synth', 'check', 'diff']));
  // Without any environment, so without a password.
  for (const command of commands) {
    const { status, stderr } = cli(directory, command);
    expect({ command, status, mistakes: stderr.match(/^error.*/gm) }).toEqual({ command, status: 0, mistakes: null });
  }
});

test('what anybody can name in a pull request is no part of a script', () => {
  for (const [, scripts] of SCRIPTS) expect(scripts.join('\n')).not.toContain('${{');
});
