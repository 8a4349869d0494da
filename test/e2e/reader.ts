import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** What a reader saw of a file. */
export interface Sightings {
  /** How often it read the file. */
  readonly reads: number;
  /** Different contents, none of them half a document. */
  readonly versions: number;
  /** First fault, e.g. that the file was gone or cut short; undefined when there was none. */
  readonly fault?: string;
}

const READER = `
const { parentPort, workerData } = require('node:worker_threads');
const { readFileSync } = require('node:fs');
const { files, stop } = workerData;
const flag = new Int32Array(stop);
const seen = new Set();
const versions = new Set();
let reads = 0;
let fault;
while (Atomics.load(flag, 0) === 0 && fault === undefined) {
  for (const file of files) {
    try {
      const { version, padding } = JSON.parse(readFileSync(file, 'utf8'));
      if (padding.length !== 200000) throw new Error('short');
      seen.add(file);
      versions.add(version);
      reads++;
    } catch (error) {
      if (seen.has(file) || error.code !== 'ENOENT') fault = file + ': ' + error.message.slice(0, 100);
    }
  }
}
parentPort.postMessage({ reads, versions: versions.size, fault });
`;

/** A document that cannot be read in one piece, as {@link startReader} expects it. */
export function document(version: number): string {
  return JSON.stringify({ version, padding: 'x'.repeat(200_000) });
}

/**
 * Reads and parses files without a pause, as the KBS may, in a thread of its own.
 *
 * @returns a function that stops it.
 */
export function startReader(files: readonly string[]): () => Promise<Sightings> {
  const stop = new SharedArrayBuffer(4);
  const worker = new Worker(READER, { eval: true, workerData: { files, stop } });
  const sightings = once(worker, 'message').then(([message]) => message as Sightings);
  return () => {
    Atomics.store(new Int32Array(stop), 0, 1);
    return sightings;
  };
}
