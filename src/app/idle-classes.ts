import type { Config } from '../config/schema/config';
import { nearest } from '../input/nearest';
import { type Problem, write } from '../input/problem';

/** What `runtimeClasses` says of classes that nothing runs under; most likely their names are misspelt. */
export function idleClasses({ runtimeClass, runtimeClasses = {}, workloads, manifests }: Config): Problem[] {
  const users = [{ runtimeClass }, ...workloads, ...manifests];
  const used = new Set(users.flatMap((user) => user.runtimeClass?.name ?? []));
  return Object.keys(runtimeClasses)
    .filter((name) => !used.has(name))
    .map((name) => ({
      what: `nothing runs under the runtime class ${name}`,
      why: 'what is said of it changes nothing',
      fix: write(nearest(name, used)) ?? 'leave it out',
      rule: 'idle-runtime-class',
    }));
}
