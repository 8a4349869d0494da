import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemble } from '../src/app/assemble';
import { InputError } from '../src/input/problem';

const LENGTH = 1_000_000;
const BUDGET_SECONDS = 1;

interface Fields {
  readonly image?: string;
  readonly registry?: string;
  readonly address?: string;
  readonly runtimeClass?: string;
  readonly password?: string;
  readonly more?: string;
}

function config(fields: Fields): string {
  const { image = 'nginx', registry = 'r.example', address = 'kbs:8080', password = 'p', more = '' } = fields;
  return `runtimeClass: "${fields.runtimeClass ?? 'kata-qemu-snp'}"
kbs: { address: "${address}", repository: { persistentVolumeClaim: kbs-repository } }
credentials: [{ registry: "${registry}", username: u, password: "${password}" }]
workloads: [{ name: a, image: "${image}" }]
${more}`;
}

const fill = (unit: string) => unit.repeat(LENGTH / unit.length);

const INPUTS: Readonly<Record<string, string>> = {
  'image of :': config({ image: fill(':') }),
  'image of a.': config({ image: fill('a.') }),
  'image of a/': config({ image: fill('a/') }),
  'registry of :': config({ registry: fill(':') }),
  'address of a:': config({ address: fill('a:') }),
  'runtime class of a-': config({ runtimeClass: fill('a-') }),
  'password of ${': config({ password: fill('${') }),
  'unknown keys': config({ more: Array.from({ length: LENGTH / 10 }, (_, i) => `k${i}: 1\n`).join('') }),
  'nested brackets': `a: ${fill('[')}`,
  'closing brackets': fill(']'),
  'mappings in mappings': fill('{a: '),
  'lists in lists': fill('- '),
  anchors: fill('&a '),
  tags: fill('!a '),
  'open escapes': fill('"\\x41'),
  'one key again and again': fill('a: b\n'),
  'a list of letters': `a: [${fill('a,')}]`,
  aliases: `a: &a 1\nb: [${fill('*a, ')}]`,
  'wrong workloads': `workloads:\n${fill('- name: workload-abc\n')}`,
  'blank lines': fill('\n'),
  'one line of text': fill('a'),
};

/** Files of 1 MB that nobody means well with: each has to end soon, and in a clear error. */
export function benchHostile(): void {
  const directory = mkdtempSync(join(tmpdir(), 'cdk8s-coco-bench-'));
  const file = join(directory, 'coco.yaml');
  try {
    for (const [name, text] of Object.entries(INPUTS)) {
      writeFileSync(file, text);
      const start = performance.now();
      const outcome = outcomeOf(file);
      const seconds = ((performance.now() - start) / 1000).toFixed(2);
      console.log(`1 MB, ${name}: ${seconds} s, ${outcome} (budget ${BUDGET_SECONDS} s, refused)`);
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function outcomeOf(file: string): string {
  try {
    return assemble(file, {}).findings.some(({ severity }) => severity === 'error') ? 'refused' : 'taken';
  } catch (error) {
    return error instanceof InputError ? 'refused' : `threw ${(error as Error).name}`;
  }
}
