import { readFileSync } from 'node:fs';
import type { GuestConfig } from '../../guest/guest-config';
import { Initdata } from '../../guest/initdata';
import { InputError } from '../../input/input-error';
import { nearest } from '../../input/nearest';
import type { Environment } from '../interpolate';
import { loadConfig } from '../load';
import { makePlan, type Plan } from '../plan';

export interface InitdataOptions {
  readonly config: string;
  readonly decode?: string;
  readonly digest?: boolean;
  readonly annotation?: boolean;
}

const STDIN = 0;

/**
 * Prints the initdata of a workload, of the whole configuration, or that an annotation holds: its TOML, its digest in
 * hexadecimal, or the annotation.
 *
 * @throws InputError for a workload that is not there, and an annotation that is none.
 */
export function printInitdata(workload: string | undefined, options: InitdataOptions, environment: Environment): void {
  const initdata =
    options.decode === undefined
      ? guestOf(makePlan(loadConfig(options.config, environment)), workload).initdataDocument
      : Initdata.decode(options.decode === '-' ? readFileSync(STDIN, 'utf8').trim() : options.decode);
  if (options.digest) console.log(initdata.digest());
  else if (options.annotation) console.log(initdata.annotation);
  else process.stdout.write(initdata.toml);
}

function guestOf({ guest, workloads, manifests }: Plan, name: string | undefined): GuestConfig {
  if (name === undefined) return guest;
  const confidential = [...workloads, ...manifests].filter((workload) => workload.guest);
  const found = confidential.find((workload) =>
    [workload.name, `${workload.namespace}/${workload.name}`].includes(name),
  );
  if (found?.guest) return found.guest;
  const names = confidential.map((workload) => workload.name);
  throw new InputError({
    what: `no confidential workload is named "${name}"`,
    instead: nearest(name, names) ?? (names.slice(0, 10).join(', ') || undefined),
  });
}
