import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { requireTools } from '../tools';

/** A definition that comes with the Go module that another test builds. */
interface Source {
  /** Directory of the go.mod that names it. */
  readonly from: string;
  readonly module: string;
  readonly file: string;
}

const SOURCES: Readonly<Record<string, Source>> = {
  'bitnami.com SealedSecret': {
    from: 'sealed-secrets',
    module: 'github.com/bitnami/sealed-secrets',
    file: 'helm/sealed-secrets/crds/bitnami.com_sealedsecrets.yaml',
  },
  'external-secrets.io ExternalSecret': {
    from: 'external-secrets',
    module: 'github.com/external-secrets/external-secrets',
    file: 'config/crds/bases/external-secrets.io_externalsecrets.yaml',
  },
};

/** The upstream definition of a custom kind, from Go's module cache; undefined where no module has it. */
export function upstreamDefinition(
  group: string,
  kind: string,
): { kind: string; metadata: { name: string } } | undefined {
  const source = SOURCES[`${group} ${kind}`];
  if (!source) return undefined;
  requireTools('go');
  const { from, module, file } = source;
  const go = (...args: string[]) => execFileSync('go', args, { cwd: join(__dirname, '..', from), encoding: 'utf8' });
  go('mod', 'download', module);
  return parse(readFileSync(join(go('list', '-m', '-f', '{{.Dir}}', module).trim(), file), 'utf8'));
}
