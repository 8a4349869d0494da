import { failureExitCode, run } from './app/run';
import { synthesize } from './app/synthesize';

const code = run(() => {
  synthesize(process.env.COCO_CONFIG || 'coco.yaml', process.env);
  return 0;
});
process.exitCode = code === 0 ? 0 : failureExitCode(process.env);
