#!/usr/bin/env node
// In a clone the command runs from the sources, so that it works right after `npm ci`; the published package has lib/.
const { existsSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { join } = require('node:path');

// A reader that has seen enough, such as `head`, is no mistake.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const sources = join(__dirname, '..', 'src', 'cli', 'main.ts');
const fromSources = existsSync(sources);
if (fromSources) require('../scripts/register.js');
// Node.js 22.1 and later.
else enableCompileCache?.();
process.exitCode = require(fromSources ? sources : '../lib/command/main.js').main(process.argv.slice(2));
