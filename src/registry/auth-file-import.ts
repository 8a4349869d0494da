import { InputError, type Problem } from '../input/problem';
import { quote } from '../input/quote';
import { readAuthDocument } from './auth-file-document';
import { importEntry } from './auth-file-entry';
import { FOREIGN_FILE, foreignFile, withoutLogins } from './foreign-file';
import { duplicateNames, isJsonObject, JsonMembers, type JsonValue } from './json-document';
import type { RegistryCredential } from './registry-credential';
import { RegistrySelection } from './registry-selection';

/** More mistakes than anybody reads; the rest of such a file is not looked at. */
const MAX_PROBLEMS = 100;

const DOCKER_HUB_LOGIN = 'https://index.docker.io/v1/';
const BROWSER_TOKENS: ReadonlySet<string> = new Set([
  `${DOCKER_HUB_LOGIN}access-token`,
  `${DOCKER_HUB_LOGIN}refresh-token`,
]);

export interface AuthFileOptions {
  /**
   * Name of the file in messages.
   * @default 'auth file'
   */
  readonly source?: string;
  /**
   * Take only these registries, each as `host[:port][/path]`, and what lies below them; the rest of the file is neither
   * taken nor checked.
   * @default - all
   */
  readonly registries?: readonly string[];
}

/** What was read from an auth file. */
export interface ImportedCredentials {
  readonly credentials: readonly RegistryCredential[];
  /** What was repaired, or left behind. */
  readonly warnings: readonly Problem[];
}

/**
 * Reads a containers-auth.json or docker config.json and finds everything that the guest cannot use in it.
 *
 * @throws InputError with all of that, each problem naming file and key.
 */
export function importCredentials(content: string | Uint8Array, options: AuthFileOptions): ImportedCredentials {
  return new Import(options).run(content);
}

/** The findings of one import. */
class Import {
  private readonly source: string;
  private readonly problems: Problem[] = [];
  private readonly warnings: Problem[] = [];
  private readonly selection: RegistrySelection;
  private keys: readonly string[] = [];

  public constructor({ source = 'auth file', registries }: AuthFileOptions) {
    this.source = source;
    this.selection = new RegistrySelection(registries);
  }

  public run(content: string | Uint8Array): ImportedCredentials {
    const { value, warnings } = readAuthDocument(content, this.source);
    for (const warning of warnings) this.warn(warning);
    const config = isJsonObject(value) ? this.withAuths(value) : undefined;
    const auths = config?.get('auths');
    if (!config || (auths !== undefined && !isJsonObject(auths))) {
      const fix = 'write {"auths": {"<registry>": {"auth": "…"}}}';
      throw new InputError({ what: `${this.source} has no "auths" object`, fix });
    }
    for (const path of duplicateNames(value)) {
      const why = 'some readers take the last, and the guest refuses the file';
      this.report({ what: `key ${path.map(quote).join('.')} is there twice`, why, fix: 'write it once' });
    }
    if (auths) this.warnOfForeign(config);
    const credentials = auths ? this.readEntries(auths) : this.reportMissing(config);
    this.checkHelpers(config, credentials);
    if (this.problems.length === 0) {
      for (const problem of this.selection.problems(credentials, this.keys)) this.report(problem);
    }
    this.warnOfNothing(auths);
    InputError.throwIfAny([...this.problems, ...this.describeRest()]);
    return { credentials, warnings: this.warnings };
  }

  /** A file of the days before `auths`, `.dockercfg`, has its entries at the top. */
  private withAuths(value: JsonMembers): JsonMembers {
    const isOld = value.list.length > 0 && value.list.every(([name, entry]) => isOldEntry(name, entry));
    if (!isOld) return value;
    this.warn({
      what: 'the file has the old .dockercfg format, registries at the top, and is read as such',
      why: 'the guest refuses it as it is',
      rule: 'dockercfg',
    });
    return new JsonMembers([['auths', value]]);
  }

  private warnOfNothing(auths: JsonMembers | undefined): void {
    if (auths?.list.length !== 0 || this.problems.length > 0) return;
    this.warn({
      what: 'the file has no entry, so it gives no credential',
      why: 'docker login may have put it in a credential store',
      rule: 'empty-auths',
    });
  }

  /** Settings of another program, which somebody hopes for. */
  private warnOfForeign(config: JsonMembers): void {
    const foreign = foreignFile(config.list.map(([name]) => name));
    if (!foreign) return;
    const why = 'no reader of logins looks at that, so it changes nothing in the guest or on the node';
    this.warn({ what: `the file holds ${foreign.what}`, why, fix: foreign.fix, rule: FOREIGN_FILE });
  }

  private readEntries(auths: JsonMembers): readonly RegistryCredential[] {
    const keysByScope = new Map<string, string>();
    const schemeKeysByHost = new Map<string, string>();
    const entries = new Map(auths.list);
    this.keys = [...entries.keys()];
    const credentials: RegistryCredential[] = [];
    for (const [key, value] of entries) {
      if (
        this.isTokenOfBrowserLogin(key, entries) ||
        !this.selection.takes(key) ||
        this.problems.length >= MAX_PROBLEMS
      )
        continue;
      const { credential, problems, warnings } = importEntry(key, value);
      problems.forEach((problem) => void this.report(problem));
      warnings.forEach((warning) => void this.warn(warning));
      const host = /^https?:\/\/([^/]*)/.exec(key)?.[1];
      const isUnique =
        (host === undefined || this.claim(schemeKeysByHost, host, key, describeSchemeKeys)) &&
        (!credential || this.claim(keysByScope, credential.scope, key, describeTwins));
      if (credential && isUnique) credentials.push(credential);
    }
    return credentials;
  }

  /**
   * `docker login` in a browser leaves its tokens under keys of their own, beside the credential.
   * Source: docker/cli, cli/internal/oauth/manager/manager.go.
   */
  private isTokenOfBrowserLogin(key: string, entries: ReadonlyMap<string, JsonValue>): boolean {
    if (!BROWSER_TOKENS.has(key)) return false;
    const why = `it is a token of docker's login in a browser; the credential is that of ${DOCKER_HUB_LOGIN}`;
    const fix = entries.has(DOCKER_HUB_LOGIN) ? undefined : 'write the file anew with docker login --username NAME';
    if (this.selection.takes(DOCKER_HUB_LOGIN))
      this.warn({ what: `key ${quote(key)} is left out`, why, fix, rule: 'browser-login' });
    return true;
  }

  /** Notes that a key stands for a name, unless another does already. */
  private claim(keys: Map<string, string>, name: string, key: string, describe: Describe): boolean {
    const other = keys.get(name);
    if (other !== undefined) {
      this.report(describe(other, key, name));
      return false;
    }
    keys.set(name, key);
    return true;
  }

  private reportMissing(config: JsonMembers): readonly RegistryCredential[] {
    // Those are reported themselves.
    if (config.has('credHelpers') || config.has('credsStore')) return [];
    const foreign = foreignFile(config.list.map(([name]) => name));
    if (foreign) {
      this.report({ what: `the file has no "auths", and holds ${foreign.what}`, ...withoutLogins(foreign) });
      return [];
    }
    const [misspelt] = config.list.find(([name]) => name.toLowerCase() === 'auths') ?? [];
    const found = misspelt ? `, but ${quote(misspelt)}` : '';
    this.report({
      what: `the file has no "auths"${found}`,
      why: 'the guest refuses the file',
      fix: misspelt ? 'write "auths" in lower case' : 'write {"auths": {"<registry>": {"auth": "…"}}}',
    });
    return [];
  }

  /** Credential helpers are programs that neither the node nor the guest has. */
  private checkHelpers(config: JsonMembers, credentials: readonly RegistryCredential[]): void {
    const why = 'a credential helper is a program on your machine, which the guest cannot run';
    const fix = 'write the credential itself, as auth';
    const helpers = config.get('credHelpers');
    for (const [registry] of isJsonObject(helpers) ? helpers.list : []) {
      if (this.selection.takes(registry)) {
        this.report({ what: `credHelpers ${quote(registry)} has its credential elsewhere`, why, fix });
      }
    }
    if (config.get('credsStore') && !this.selection.isMetBy(credentials)) {
      this.report({ what: 'credsStore keeps the credentials elsewhere', why, fix });
    }
  }

  private describeRest(): Problem[] {
    const what = `${this.source}: the file may have more mistakes, these ${MAX_PROBLEMS} are the first`;
    return this.problems.length < MAX_PROBLEMS ? [] : [{ what }];
  }

  private report(problem: Problem): void {
    if (this.problems.length < MAX_PROBLEMS) {
      this.problems.push({ ...problem, what: `${this.source}: ${problem.what}` });
    }
  }

  private warn(warning: Problem): void {
    this.warnings.push({ ...warning, what: `${this.source}: ${warning.what}` });
  }
}

/** Whether a member is a registry with its entry, as `.dockercfg` has them. */
function isOldEntry(name: string, entry: JsonValue): boolean {
  return /[.:]/.test(name) && isJsonObject(entry) && ['auth', 'username', 'password'].some((field) => entry.has(field));
}

type Describe = (one: string, other: string, name: string) => Problem;

function describeSchemeKeys(one: string, other: string, host: string): Problem {
  return {
    what: `keys ${quote(one)} and ${quote(other)} have a scheme and the same host`,
    why: 'the guest cuts both to the host and takes one of them at random',
    fix: `write one of them, or both without the scheme, as ${host}/<path>`,
  };
}

function describeTwins(one: string, other: string, scope: string): Problem {
  const what = `keys ${quote(one)} and ${quote(other)} both stand for ${scope}`;
  return { what, why: 'which of them is read depends on the reader', fix: `write only ${quote(scope)}` };
}
