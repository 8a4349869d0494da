import type { PodView } from '../pod-view';
import type { Rule } from '../rule';

/** A resource below the repository directory that Trustee has by default, in directories. */
const NESTED = /\/kbs\/repository\/+(?:[\w.-]+\/){2}[\w.-]+/;
const FLAT = '\\x2F';
const WRITES = /\b(?:tee|cp|mv|install|rsync)\b|>/;

export const repositoryLayout: Rule = {
  name: 'repository-layout',
  severity: 'warning',
  summary: 'A command that writes a resource into the repository of a KBS writes it in the layout of new Trustee too.',
  why: 'Trustee ≥ 0.19 reads one flat directory, in whose file names a slash is spelt \\x2F, and does not find the file',
  fix: "write it to 'default\\x2Fcontainers\\x2Fauth' in the repository directory too, or let cdk8s-coco upload it",
  examples: {
    fails: job('tee /repository/kbs/repository/default/containers/auth < /secret/auth'),
    passes: job(
      "tee /repository/kbs/repository/default/containers/auth '/repository/kbs/repository/default\\x2Fcontainers\\x2Fauth' < /secret/auth",
    ),
  },
  *check(view) {
    for (const pod of view.pods) {
      for (const { container, path } of pod.containers) {
        const words = commandOf(container);
        if (!words.some((word) => NESTED.test(word)) || !words.some((word) => WRITES.test(word))) continue;
        if (words.some((word) => word.includes(FLAT))) continue;
        const what = 'the command writes a resource of the KBS in directories only';
        yield { at: pod.owner, field: path, what };
      }
    }
  },
};

function commandOf({ command, args }: PodView['containers'][number]['container']): string[] {
  return [command, args].flat().filter((word): word is string => typeof word === 'string');
}

function job(command: string): string {
  return `apiVersion: batch/v1
kind: Job
metadata: { name: upload, namespace: coco-tenant }
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: upload
          image: busybox
          command: [sh, -c, "${command.replaceAll('\\', '\\\\')}"]
`;
}
