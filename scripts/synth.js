// Runs `cdk8s synth` into a directory beside dist/ and swaps the two when it succeeds: `cdk8s synth` by itself deletes
// dist/ before it runs the app, so that a mistake in coco.yaml would leave nothing behind.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const { dirname, join } = require('node:path');

const OUTPUT = 'dist';
const fresh = `.synth-${process.pid}-fresh`;
const previous = `.synth-${process.pid}-previous`;

function removeAll() {
  for (const directory of [fresh, previous]) fs.rmSync(directory, { recursive: true, force: true });
}

function swap() {
  const replaces = fs.existsSync(OUTPUT);
  if (replaces) fs.renameSync(OUTPUT, previous);
  try {
    fs.renameSync(fresh, OUTPUT);
  } catch (error) {
    if (replaces) fs.renameSync(previous, OUTPUT);
    throw error;
  }
  for (const name of fs.readdirSync(OUTPUT).sort()) console.log(`${OUTPUT}/${name}`);
}

const cli = join(dirname(require.resolve('cdk8s-cli/package.json')), 'bin', 'cdk8s');
const args = [cli, 'synth', '--output', fresh, '--check-upgrade=false'];
const options = { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8', maxBuffer: Infinity };
const { status, stderr, error } = spawnSync(process.execPath, args, options);
if (error) throw error;
// What the CLI says of the directory, which is ours, would only confuse.
process.stderr.write(stderr.replace(/^ERROR: synthesis failed, app expected to create .*\n/m, ''));
try {
  if (status === 0) swap();
  else console.error(`${OUTPUT}/ is as it was before.`);
} finally {
  removeAll();
}
process.exitCode = status ?? 1;
