import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemble, mistakesIn } from '../../src/app/assemble';
import type { JsonObject } from '../../src/input/json';
import { InputError } from '../../src/input/problem';
import { readManifest } from '../../src/kubernetes/manifest-reader';
import { goCommands } from './go';

/** The objects that a coco.yaml with these secrets and credentials comes to. */
export function objectsOf(directory: string, secrets: string, credentials: readonly string[]): JsonObject[] {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'coco.yaml');
  writeFileSync(
    file,
    `runtimeClass: kata-qemu-snp
kbs: { address: "172.18.0.3:31731", repository: { persistentVolumeClaim: kbs-repository } }
secrets: ${secrets}
credentials:
${credentials.map((credential, index) => `  - { registry: registry.example/team${index}, ${credential} }\n`).join('')}workloads:
${credentials.map((_, index) => `  - { name: web${index}, image: registry.example/team${index}/web }\n`).join('')}`,
  );
  const { files, findings } = assemble(file, {});
  InputError.throwIfAny(mistakesIn(findings));
  const manifests = files.filter(({ name }) => name.endsWith('.yaml'));
  return manifests.flatMap(({ name, text }) => readManifest(text, name).map(({ object }) => object));
}

/** What a Go program of these tests makes of JSON documents, one or many. */
export function answersOf(module: string, command: string, ...documents: readonly unknown[]): unknown[] {
  const program = join(goCommands(join(__dirname, module), '.'), command);
  const input = documents.map((document) => JSON.stringify(document)).join('\n');
  const { status, stdout, stderr } = spawnSync(program, { input, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  if (status !== 0) throw new Error(`${command} failed: ${stderr}`);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as unknown);
}
