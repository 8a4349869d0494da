import { assemble, mistakesIn } from './app/assemble';
import { failureExitCode, run, tell, tellPrerequisites } from './app/run';
import { writeFiles, writeSeals } from './app/write';

const { env } = process;
const code = run(() => {
  const { files, findings, prerequisites, seals } = assemble(env.COCO_CONFIG || 'coco.yaml', env);
  for (const finding of findings) tell(finding);
  if (mistakesIn(findings).length > 0) return 1;
  if (seals) writeSeals(seals);
  for (const warning of writeFiles(env.CDK8S_OUTDIR || 'dist', files).warnings) tell(warning);
  tellPrerequisites(prerequisites);
  return 0;
});
process.exitCode = code === 0 ? 0 : failureExitCode(env);
