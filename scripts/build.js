// Makes lib/: compiles the library, puts the upload's shell scripts beside the file that reads them, and bundles the
// command line with all that it needs into one file, which Node.js loads faster than several hundred.
const { execFileSync } = require('node:child_process');
const { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { build } = require('esbuild');

const root = join(__dirname, '..');
const scripts = join(root, 'src/kbs/upload');
const bundle = join(root, 'lib/command');

rmSync(join(root, 'lib'), { recursive: true, force: true });
execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});

// The messages of zod in all other languages are an eighth of the bundle, and none of them is shown.
const onlyEnglish = {
  name: 'only-english',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.c?js$/ }, ({ path }) => ({
      contents: "export { default as en } from './en.js';",
      resolveDir: dirname(path),
    })),
};

async function bundleCommand() {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/main.ts'],
    outfile: join(bundle, 'main.js'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    // Lines and names stay, so that a stack trace in a bug report says something.
    minifySyntax: true,
    // What some ESM dependencies ask for, and CommonJS has not.
    define: { 'import.meta.url': 'importMetaUrl' },
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    legalComments: 'none',
    metafile: true,
    plugins: [onlyEnglish],
  });
  for (const directory of [bundle, join(root, 'lib/src/kbs/upload')]) {
    mkdirSync(directory, { recursive: true });
    for (const name of readdirSync(scripts).filter((file) => file.endsWith('.sh'))) {
      copyFileSync(join(scripts, name), join(directory, name));
    }
  }
  // What a user's cdk8s.yaml names.
  writeFileSync(join(root, 'lib/main.js'), "require('./src/main.js');\n");
  writeFileSync(join(bundle, 'THIRD-PARTY-LICENSES'), licenses(Object.keys(metafile.inputs)));
}

bundleCommand();

/** The licence of each package that has a part in the bundle. */
function licenses(inputs) {
  const packages = new Set(inputs.flatMap((input) => input.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []));
  return [...packages]
    .sort()
    .map((path) => join(root, path))
    .map((path) => {
      const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
      const files = readdirSync(path).filter((file) => /^(licen[cs]e|notice)/i.test(file));
      return [`${name} ${version} (${license})`, ...files.map((file) => readFileSync(join(path, file), 'utf8'))];
    })
    .map((parts) => parts.join('\n\n'))
    .join(`\n\n${'-'.repeat(80)}\n\n`);
}
