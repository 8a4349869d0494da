import { basename } from 'node:path';
import type { Problem } from '../input/problem';
import { LeakScan } from '../secrets/leak-scan';
import { PLAINTEXT_SECRETS } from './charts';
import type { Findings } from './findings';
import { knownSecrets } from './known-secrets';
import type { Plan } from './plan';
import type { OutputFile, RenderedObject } from './render';
import type { SealsFile } from './secret-backend';
import { inManifest } from './user-objects';

/**
 * The last stage before anything is written: no file that Git takes holds a secret of this run, see {@link LeakScan}. Files
 * of Secrets that the user wants in Git are let through.
 */
export class Guard {
  private readonly scan: LeakScan;

  /** @param findings gets a mistake for each object and secret, which names the file and the line and not the value. */
  public constructor(
    plan: Plan,
    private readonly findings: Findings,
  ) {
    this.scan = new LeakScan(knownSecrets(plan));
  }

  /**
   * @param objects of the files, in their order; @default - the files hold none
   * @returns whether there is a secret in one of them
   */
  public check(files: readonly OutputFile[], objects: readonly RenderedObject[] = []): boolean {
    const committed = files.filter(({ name, secret }) => !secret && !name.startsWith(PLAINTEXT_SECRETS));
    return committed.map((file) => this.checkFile(file, objects)).includes(true);
  }

  private checkFile({ name, text }: OutputFile, objects: readonly RenderedObject[]): boolean {
    const leaks = [...this.scan.in(text)];
    if (leaks.length === 0) return false;
    const own = objects.filter(({ file }) => file === name);
    const starts = [...text.matchAll(/^---$/gm)].map(({ index }) => index);
    const lineEnds = [...text.matchAll(/\n/g)].map(({ index }) => index);
    const told = new Set<string>();
    for (const { label, index } of leaks) {
      const document = countBelow(starts, index);
      const key = `${document} ${label}`;
      if (told.has(key)) continue;
      told.add(key);
      const line = countBelow(lineEnds, index) + 1;
      const object = own[document];
      const problem = leaking(name, line, label);
      this.findings.add(object?.path ?? [], object ? inManifest(object, problem) : problem);
    }
    return true;
  }
}

/** A file beside `coco.yaml`, which Git takes as well. */
export function guarded({ path, text }: SealsFile): OutputFile {
  return { name: basename(path), text, secret: false };
}

function leaking(file: string, line: number, label: string): Problem {
  return {
    rule: 'secret-in-output',
    what: `line ${line} of ${file} would hold ${label}`,
    why: 'Git takes the file, and whoever reads the repository has the secret, for ever',
    fix: 'keep it in a Secret, and refer to that: secretKeyRef in an environment variable, or a volume',
  };
}

/** How many of these numbers, which ascend, are smaller. */
function countBelow(ascending: readonly number[], limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
