// tsc compiles only TypeScript; the upload's shell scripts go beside the compiled files that read them.
const { copyFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
for (const name of readdirSync(join(root, 'src/kbs/upload')).filter((file) => file.endsWith('.sh'))) {
  copyFileSync(join(root, 'src/kbs/upload', name), join(root, 'lib/kbs/upload', name));
}
