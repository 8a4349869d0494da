import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyProject } from '../test/project-copy';
import { inTurns, secondsOf } from './measure';

const RUNS = 7;

/** The whole `npm run synth` on the shipped coco.yaml, beside an empty cdk8s app that runs the same way. */
export function benchSynth(): void {
  const directory = mkdtempSync(join(tmpdir(), 'cdk8s-coco-bench-'));
  try {
    const ours = join(directory, 'ours');
    const empty = join(directory, 'empty');
    copyProject(ours, ['src', 'coco.yaml']);
    copyProject(empty, []);
    mkdirSync(join(empty, 'src'));
    writeFileSync(
      join(empty, 'src/main.ts'),
      "import { App, Chart } from 'cdk8s';\nconst app = new App();\nnew Chart(app, 'empty');\napp.synth();\n",
    );
    const [oursSeconds = 0, emptySeconds = 0] = inTurns(
      RUNS,
      [ours, empty].map((cwd) => () => secondsOf('npm', ['run', 'synth'], cwd)),
    );
    console.log(`npm run synth, shipped coco.yaml: ${oursSeconds.toFixed(2)} s`);
    console.log(`npm run synth, empty cdk8s app:   ${emptySeconds.toFixed(2)} s`);
    console.log(`ratio: ${(oursSeconds / emptySeconds).toFixed(2)} (budget 1.30)`);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
