import { readFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { run } from '../app/run';
import { utf8Text } from '../input/file-content';
import type { Io } from './io';
import { version } from './version';

const STDIN = 0;
/** Those of `check`, which is loaded when it is asked for. */
const FORMATS = ['text', 'json', 'sarif', 'github', 'junit'];
const SEVERITIES = ['error', 'warning', 'info'];

/** The streams and the environment of the process. */
const PROCESS_IO: Io = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  stdin: () => utf8Text(readFileSync(STDIN), 'standard input'),
};

/**
 * Runs a command line. What a command needs is loaded when it is asked for, so that the help does not wait for cdk8s.
 *
 * @param argv the arguments, without those of Node.js
 * @returns the exit code.
 */
export function main(argv: readonly string[], io: Io = PROCESS_IO): number {
  let code = 0;
  const program = createProgram(io, (work) => {
    code = run(work, io.stderr);
  });
  try {
    program.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    code = error.exitCode;
  }
  return code;
}

/** Runs the work of a command. */
type Act = (work: () => number) => void;

function createProgram(io: Io, act: Act): Command {
  // Commands take the settings of the program that they are added to.
  const program = new Command('cdk8s-coco')
    .description('Private images for Confidential Containers')
    .version(version)
    .showHelpAfterError()
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) });
  for (const add of [addSynth, addDiff, addExplain, addInitdata, addCheck]) add(program, io, act);
  return program;
}

function configOption({ env }: Io) {
  return ['-c, --config <file>', 'configuration', named, env.COCO_CONFIG || 'coco.yaml'] as const;
}

/** A path as it was given; an empty one comes from a variable that is not set. */
function named(path: string): string {
  if (path === '') throw new InvalidArgumentError('It is empty: is a variable not set?');
  return path;
}

function addSynth(program: Command, io: Io, act: Act): void {
  program
    .command('synth')
    .description('write the Kubernetes manifests; those of the last time stay where something is wrong')
    .option(...configOption(io))
    .option('-o, --output <directory>', 'where to write them; what others wrote there is left alone', named, 'dist')
    .option('-q, --quiet', 'tell mistakes, warnings and the names of the files alone')
    .action((options) => act(() => (require('./synth') as typeof import('./synth')).synth(options, io)));
}

function addDiff(program: Command, io: Io, act: Act): void {
  program
    .command('diff')
    .description('what the change of the output since a commit means in the cluster')
    .option('--base <commit>', 'what to compare with: a branch, a tag or a commit', 'HEAD')
    .option('-o, --output <directory>', 'where the output is', named, 'dist')
    .addOption(
      new Option('--format <name>', 'markdown for a comment, json for scripts')
        .choices(['text', 'markdown', 'json'])
        .default('text'),
    )
    .addHelpText('after', '\nExit code 3: something has to be done by hand, such as to replace a Pod; 1: an error.')
    .action((options) => act(() => (require('./diff') as typeof import('./diff')).diff(options, io)));
}

function addExplain(program: Command, io: Io, act: Act): void {
  program
    .command('explain')
    .description('which credential the kubelet and the guest pick for each image, and why')
    .argument('[image...]', 'image references; without any, all images of the configuration')
    .option(...configOption(io))
    .option('-n, --namespace <name>', 'namespace in which the images are used', 'default')
    .option('--auth-file <file>', "the guest's containers-auth.json, instead of the configuration")
    .option('--docker-config <file>', "a pull Secret's .dockerconfigjson, instead of the configuration")
    .option('--nydus', 'ask nydus-snapshotter too, which reads pull Secrets only where it was given a keychain')
    .option('--peer-pods', 'the images run in peer pods (kata-remote), whose guest reads the pull Secret')
    .option('--json', 'for scripts')
    .addHelpText(
      'after',
      '\nExit code 1: a reader finds nothing, one of several at random or what a registry refuses,\nor readers log in differently.',
    )
    .action((images, options) =>
      act(() => (require('./explain') as typeof import('./explain')).explain(images, options, io)),
    );
}

function addInitdata(program: Command, io: Io, act: Act): void {
  program
    .command('initdata')
    .description("the initdata of a workload, or of the whole configuration: the guest's TOML document, or its digest")
    .argument(
      '[workload]',
      'name, or namespace/name; without it, what workloads without guest settings of their own get',
    )
    .option(...configOption(io))
    .option('--decode <annotation>', 'decode this value of the annotation instead, - for standard input')
    .addOption(new Option('--digest', 'its digest, hexadecimal').conflicts('annotation'))
    .option('--annotation', 'the value of the annotation')
    .action((workload, options) =>
      act(() => (require('./initdata') as typeof import('./initdata')).printInitdata(workload, options, io)),
    );
}

function addCheck(program: Command, io: Io, act: Act): void {
  program
    .command('check')
    .description('what keeps confidential Pods in Kubernetes manifests, yours or ours, from pulling their images')
    .argument('<path...>', 'files, directories with *.yaml, *.yml and *.json, - for standard input')
    .addOption(new Option('-f, --format <format>', 'of the report').choices(FORMATS).default('text'))
    .addOption(
      new Option('-s, --severity <severity>', 'what makes the exit code 1, and what is worse')
        .choices(SEVERITIES)
        .default('error'),
    )
    .addHelpText(
      'after',
      '\nThe annotation cdk8s-coco/ignore of an object names the rules that do not look at it, separated by commas.' +
        '\nExit code 1: something was found; 2: a path leads nowhere, or\nthere is no manifest, or one that cannot be read.',
    )
    .action((paths, options) => act(() => (require('./check') as typeof import('./check')).check(paths, options, io)));
}
