import { quote } from '../../input/quote';
import { importEntry } from '../../registry/auth-file-entry';
import { isUnusable } from '../../registry/auth-map';
import { decodeAsImageRs, isRefusal } from '../../registry/auth-value';
import { readSerdeAuths } from '../../registry/serde-auths';
import { type AuthFileView, entriesOf } from '../auth-file-view';
import { hasPlaceholder } from '../placeholder';
import type { Rule, Violation } from '../rule';

/** More mistakes in one file than anybody reads. */
const MOST_MISTAKES = 100;

export const authFile: Rule = {
  name: 'auth-file',
  severity: 'error',
  filesOnly: true,
  summary: 'Each entry of a registry authentication file is one that the guest finds and can decode.',
  why: 'the guest reads the file with less forgiveness than docker does, and pulls no image without it',
  fix: 'write {"auths": {"<registry>/<repository>": {"auth": "<base64 of user:password>"}}}, encoded by printf %s user:password | base64 -w0',
  examples: {
    fails: file('registry.example/team/', 'robot:secret'),
    passes: file('registry.example/team', 'robot:secret'),
  },
  *check({ authFiles }) {
    for (const found of authFiles) {
      const { at, field, map } = found;
      const read = readSerdeAuths(map);
      if (isUnusable(read)) {
        const what = `the guest refuses the file: it ${read.unusable}`;
        yield { at, field, what };
      }
      yield* entryMistakes(found);
    }
  },
};

function* entryMistakes(file: AuthFileView): Generator<Violation> {
  let mistakes = 0;
  for (const entry of entriesOf(file.map)) {
    const found = checkEntry(file, entry);
    mistakes += found.length;
    if (mistakes > MOST_MISTAKES) {
      const what = `more than ${MOST_MISTAKES} mistakes stand in the file; the entries from here on were not looked at`;
      yield { at: file.at, field: file.field, what, fix: 'write those right that are told first' };
      return;
    }
    yield* found;
  }
}

function checkEntry({ at, field }: AuthFileView, [key, value]: ReturnType<typeof entriesOf>[number]): Violation[] {
  if (hasPlaceholder(key)) return [];
  const { problems, warnings } = importEntry(key, value);
  const place = { at, field: field.length > 0 ? field : ['auths', key] };
  const auth = typeof value === 'object' && value && 'get' in value ? value.get('auth') : undefined;
  const isRefused = typeof auth === 'string' && isRefusal(decodeAsImageRs(auth));
  return [
    ...problems.map(({ what, why, fix }) => ({ ...place, what, why, fix })),
    // An import mends these; a file that is read as it stands keeps them.
    ...warnings.map(({ what, why }) => ({
      ...place,
      what: what.replace(/, (which is|so it is) dropped$/, ''),
      why,
      fix: `write the auth of ${quote(key)} as printf %s user:password | base64 -w0 makes it`,
      severity: isRefused ? ('error' as const) : ('warning' as const),
    })),
  ];
}

function file(key: string, login: string): string {
  return `{"auths": {"${key}": {"auth": "${Buffer.from(login).toString('base64')}"}}}\n`;
}
