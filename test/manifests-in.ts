import type { OutputFile } from '../src/app/render';

/** The manifests among the files of an output. */
export function manifestsIn(files: readonly OutputFile[]): OutputFile[] {
  return files.filter(({ name }) => name.endsWith('.yaml'));
}
