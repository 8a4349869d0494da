#!/usr/bin/env node
// In a clone the command runs from the sources, so that it works right after `npm ci`; the published package has lib/.
const { existsSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { join } = require('node:path');

// A reader that has seen enough, such as `head`, is no mistake.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const sources = join(__dirname, '..', 'src', 'cli', 'main.ts');
const built = join(__dirname, '..', 'lib', 'command', 'main.js');
if (existsSync(sources)) {
  require('../scripts/register.js');
  process.exitCode = require(sources).main(process.argv.slice(2));
} else if (existsSync(built)) {
  // Node.js 22.1 and later.
  enableCompileCache?.();
  process.exitCode = require(built).main(process.argv.slice(2));
} else {
  const fix = 'run `npm run build` before `npm pack`, which does not build where scripts are off (ignore-scripts)';
  process.stderr.write(`error: this package of cdk8s-coco was packed without lib/; ${fix}\n`);
  process.exitCode = 1;
}
