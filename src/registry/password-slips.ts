import type { Problem } from '../input/problem';
import type { RegistryCredential } from './registry-credential';

/** A password, and with whom it logs in where. */
type Login = Pick<RegistryCredential, 'scope' | 'username' | 'password'>;

interface Slip {
  /** @default - the password */
  readonly subject?: string;
  /** What follows "the password for … ". */
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly isIn: (login: Login) => boolean;
}

const PART = 'it is taken as a part of the password';

const QUOTED = /^(["']).+\1$/s;
const VARIABLE = /^(?:export )?(?:[A-Z][A-Z0-9_]{0,60}_)?(?:PASSWORD|PASSWD|PW|TOKEN|SECRET)=./;

/** No registry issues such a password, or hardly any. The first one counts. */
const SLIPS: readonly Slip[] = [
  {
    subject: 'the user',
    what: 'stands in quotes',
    why: 'they are taken as a part of the name',
    fix: 'write it without the quotes',
    isIn: ({ username }) => QUOTED.test(username),
  },
  {
    what: 'stands in quotes',
    why: `${PART}: a shell would drop them, a file of variables (.env) does not everywhere`,
    fix: 'write it without the quotes',
    isIn: ({ password }) => QUOTED.test(password),
  },
  {
    what: 'begins or ends with a blank',
    why: PART,
    fix: 'write it without the blank',
    isIn: ({ password }) => /^[ \t]|[ \t]$/.test(password),
  },
  {
    what: 'begins with the user and a colon',
    why: 'the user stands before it already',
    fix: 'write what is behind the colon',
    isIn: ({ username, password }) => password.startsWith(`${username}:`),
  },
  {
    what: 'is the base64 of user and password, the auth of a Docker configuration',
    why: 'it is encoded once more, and the registry refuses it',
    fix: 'write the password itself, or import the file with authFile',
    isIn: ({ username, password }) => decoded(password).startsWith(`${username}:`),
  },
  {
    what: 'is a whole Docker configuration',
    why: 'the registry refuses it',
    fix: 'write authFile: <file> in place of registry, username and password',
    isIn: ({ password }) => /^\s*\{/.test(password) && /"auths?"\s*:/.test(password),
  },
  {
    what: "is the key of a Google service account, which has a user's name of its own",
    why: 'the registry refuses it for any other user',
    fix: 'write username: _json_key',
    isIn: ({ username, password }) =>
      /^\s*\{/.test(password) && password.includes('"private_key"') && username !== '_json_key',
  },
  {
    what: 'begins with the name of a variable and "="',
    why: PART,
    fix: 'write what is behind the "="',
    isIn: ({ password }) => VARIABLE.test(password),
  },
  {
    // The keys of Google's service accounts are JSON of several lines.
    what: 'has several lines',
    why: 'all of them are taken as the password',
    fix: 'write a file with the password alone',
    isIn: ({ password }) => /[\r\n]/.test(password) && !/^\s*\{/.test(password),
  },
];

/** Tells of a password that is most likely written down wrongly. Nothing of it is shown. */
export function passwordSlips(login: Login): Problem[] {
  const slip = SLIPS.find(({ isIn }) => isIn(login));
  if (!slip) return [];
  const { subject = 'the password', what, why, fix } = slip;
  return [{ rule: 'password-slip', what: `${subject} for ${login.scope} ${what}`, why, fix }];
}

/** What padded base64 says; nothing of any other text. */
function decoded(text: string): string {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes.toString() : '';
}
