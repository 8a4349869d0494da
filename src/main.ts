import { assemble, mistakesIn } from './app/assemble';
import { failureExitCode, run, tell, tellPrerequisites } from './app/run';
import { writeFiles } from './app/write';

const { env } = process;
const code = run(() => {
  const { files, findings, prerequisites } = assemble(env.COCO_CONFIG || 'coco.yaml', env);
  for (const finding of findings) tell(finding);
  if (mistakesIn(findings).length > 0) return 1;
  for (const warning of writeFiles(env.CDK8S_OUTDIR || 'dist', files).warnings) tell(warning);
  tellPrerequisites(prerequisites);
  return 0;
});
process.exitCode = code === 0 ? 0 : failureExitCode(env);
