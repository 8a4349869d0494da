import { assemble, mistakesIn } from '../../src/app/assemble';
import type { Environment } from '../../src/config/interpolate';
import { describeProblem, InputError, type Severity } from '../../src/input/problem';
import { readManifest } from '../../src/kubernetes/manifest-reader';
import { manifestsIn } from '../manifests-in';

/** What the tests look at in a synthesized object. */
export interface SynthesizedObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  type?: string;
  data?: Record<string, string>;
  spec?: Record<string, unknown>;
}

export interface Synthesized {
  /** Objects by the name of their file, without `.k8s.yaml`. */
  readonly files: Readonly<Record<string, SynthesizedObject[]>>;
  readonly objects: readonly SynthesizedObject[];
  readonly warnings: readonly string[];
  /** What is good to know. */
  readonly hints: readonly string[];
}

/** What a coco.yaml synthesizes to. */
export function synthesized(file: string, environment: Environment = {}): Synthesized {
  const { files: written, findings } = assemble(file, environment);
  InputError.throwIfAny(mistakesIn(findings));
  const files = Object.fromEntries(
    manifestsIn(written).map(({ name, text }) => [
      name.replace('.k8s.yaml', ''),
      readManifest(text, name).map(({ object }) => object as unknown as SynthesizedObject),
    ]),
  );
  const told = (severity: Severity) => findings.filter((finding) => finding.severity === severity).map(describeProblem);
  return { files, objects: Object.values(files).flat(), warnings: told('warning'), hints: told('info') };
}

/** The only object of a kind. */
export function onlyOf({ objects }: Synthesized, kind: string): SynthesizedObject {
  const found = objects.filter((object) => object.kind === kind);
  const [object] = found;
  if (!object || found.length > 1) throw new Error(`there are ${found.length} objects of kind ${kind}`);
  return object;
}

/** A value of a Secret, decoded. */
export function secretText(secret: SynthesizedObject, key: string): string {
  return Buffer.from(secret.data?.[key] ?? '', 'base64').toString();
}
