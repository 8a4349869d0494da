import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyProject } from '../test/project-copy';
import { inTurns, secondsOf } from './measure';

const RUNS = 9;
const ROOT = join(__dirname, '..');
const CDK8S = join(ROOT, 'node_modules/cdk8s-cli/bin/cdk8s');
const COMMAND = 'node_modules/cdk8s-coco/bin/cdk8s-coco.js';
const EMPTY_APP =
  "import { App, Chart } from 'cdk8s';\nconst app = new App();\nnew Chart(app, 'empty');\napp.synth();\n";

/** Whole processes on the shipped coco.yaml, beside `cdk8s synth` of an empty app. */
export function benchSynth(): void {
  const directory = mkdtempSync(join(tmpdir(), 'cdk8s-coco-bench-'));
  try {
    const [clone, consumer, empty] = ['clone', 'consumer', 'empty'].map((name) => join(directory, name)) as [
      string,
      string,
      string,
    ];
    copyProject(clone, ['src', 'coco.yaml']);
    copyPackage(consumer);
    copyProject(empty, []);
    mkdirSync(join(empty, 'src'));
    writeFileSync(join(empty, 'src/main.ts'), EMPTY_APP);
    const [baseline = Number.NaN, packaged, help, cloned, ofCdk8s] = inTurns(RUNS, [
      () => secondsOf('node', [CDK8S, 'synth', '--check-upgrade=false'], empty),
      () => secondsOf('node', [COMMAND, 'synth'], consumer),
      () => secondsOf('node', [COMMAND, '--help'], consumer),
      () => secondsOf('npm', ['run', 'synth'], clone),
      () => secondsOf('node', [CDK8S, 'synth', '--check-upgrade=false'], clone),
    ]);
    const tell = (what: string, seconds = Number.NaN, budget = '') =>
      console.log(`${what}: ${seconds.toFixed(2)} s, ${(seconds / baseline).toFixed(2)} of the empty one ${budget}`);
    tell('cdk8s synth, empty app', baseline);
    tell('cdk8s-coco synth, from the package', packaged, '(budget 0.40 s, 0.35)');
    tell('cdk8s-coco --help, from the package', help, '(budget 0.15 s)');
    tell('npm run synth, in the clone', cloned, '(budget 0.90 s)');
    tell('cdk8s synth, in the clone', ofCdk8s);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** What npm would install; the bundle brings all that it needs. */
function copyPackage(consumer: string): void {
  if (!existsSync(join(ROOT, 'lib/command/main.js'))) execFileSync('npm', ['run', '-s', 'build'], { cwd: ROOT });
  const target = join(consumer, 'node_modules/cdk8s-coco');
  mkdirSync(target, { recursive: true });
  for (const name of ['bin', 'lib', 'package.json']) cpSync(join(ROOT, name), join(target, name), { recursive: true });
  symlinkSync(join(ROOT, 'coco.yaml'), join(consumer, 'coco.yaml'));
}
