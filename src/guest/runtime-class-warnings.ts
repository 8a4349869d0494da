import { nearest } from '../input/nearest';
import type { Problem } from '../input/problem';
import type { RuntimeClass } from './runtime-class';
import { RUNTIME_CLASSES } from './runtime-class-catalogue';
import { meantClass } from './runtime-class-hint';

/** From this release on, Kata's runtime in Rust hashes the document as it is (commit 4971445f67). */
const RELIABLE_RUST_DIGEST = '3.31';

/** What a user should know of a class: that it protects nothing, that it is misspelt perhaps, that Kata has it no more. */
export function runtimeClassWarnings(runtimeClass: RuntimeClass): Problem[] {
  const { name, tee, known } = runtimeClass;
  if (tee === 'none') return [withoutTee(name)];
  const warning = known ? (misspelt(runtimeClass) ?? otherRelease(runtimeClass)) : unknown(name);
  return warning ? [warning] : [];
}

/** Why the digest of initdata may not be the one in the evidence. */
export function digestWarnings({ name, rust, tee, kata }: RuntimeClass): Problem[] {
  const rule = 'initdata-digest';
  if (rust && (!kata || kata.isBefore(RELIABLE_RUST_DIGEST))) {
    const what = `under ${name} the evidence holds this digest only since Kata ${RELIABLE_RUST_DIGEST}`;
    const why = 'before, the runtime in Rust wrote the document anew, in an order of its own';
    const fix = kata
      ? `use Kata ${RELIABLE_RUST_DIGEST} or later, or a class without -runtime-rs`
      : `say kata: "${RELIABLE_RUST_DIGEST}" in coco.yaml, or the release that the cluster has`;
    return [{ what, why, fix, rule }];
  }
  if (rust || tee !== 'IBM Secure Execution') return [];
  const why = 'the runtime in Go does not hand it to QEMU on IBM Secure Execution';
  const fix = 'use kata-qemu-se-runtime-rs, or other claims in the resource policy';
  return [{ what: `under ${name} no evidence holds this digest`, why, fix, rule }];
}

function withoutTee(name: string): Problem {
  return {
    what: `runtime class ${name} is Kata without a TEE`,
    why: 'images are pulled on the host, and the host can look into the guest',
    fix: 'write the class of your TEE, such as kata-qemu-snp or kata-qemu-tdx, or kata-qemu-coco-dev for development',
    rule: 'runtime-class-without-tee',
  };
}

function unknown(name: string): Problem {
  const meant = meantClass(name);
  return {
    what: `runtime class "${name}" is not one that cdk8s-coco knows`,
    why: 'a Pod whose class the cluster does not have is refused',
    fix: meant
      ? `write "${meant}" if that is meant`
      : `check its name; if it was made from a class of kata-deploy, say runtimeClasses.${name}.basedOn`,
    rule: 'unknown-runtime-class',
  };
}

/** A suffix that is nearly the rest of another class' name. */
function misspelt({ name, base = name }: RuntimeClass): Problem | undefined {
  if (name === base || !name.startsWith(`${base}-`)) return undefined;
  const rests = [...RUNTIME_CLASSES.keys()].flatMap((one) =>
    one.startsWith(`${base}-`) ? [one.slice(base.length + 1)] : [],
  );
  const rest = nearest(name.slice(base.length + 1), rests);
  if (rest === undefined) return undefined;
  return {
    what: `runtime class "${name}" is taken for ${base} under a name of its own`,
    why: 'a Pod whose class the cluster does not have is refused',
    fix: `write "${base}-${rest}" if that is meant`,
    rule: 'unknown-runtime-class',
  };
}

function otherRelease({ name, kata, releases }: RuntimeClass): Problem | undefined {
  if (!kata || kata.isIn(releases)) return undefined;
  const { since, before } = releases;
  const range = [since && `since ${since}`, before && `before ${before}`].filter(Boolean).join(' and ');
  return {
    what: `Kata ${kata} does not install the runtime class ${name}, which kata-deploy has ${range}`,
    why: 'a Pod whose class the cluster does not have is refused',
    fix: `check the release under kata, and the name with kubectl get runtimeclass`,
    rule: 'runtime-class-release',
  };
}
