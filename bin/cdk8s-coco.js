#!/usr/bin/env node
// In a clone the command runs from the sources, so that it works right after `npm ci`; the published package has lib/.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const sources = join(__dirname, '..', 'src', 'cli', 'main.ts');
if (existsSync(sources)) {
  require('ts-node').register({ cwd: join(__dirname, '..') });
  require(sources);
} else {
  require('../lib/cli/main.js');
}
