import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SHELLS } from '../../shells';
import { runScript } from './script-run';

const TOKEN = 'header.payload.signature-_';
const ERRORS = 'https://github.com/confidential-containers/kbs/errors';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cdk8s-coco-api-script-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function file(name: string, content: string): string {
  writeFileSync(join(directory, name), content);
  return join(directory, name);
}

function linesOf(name: string): string[] {
  return readFileSync(join(directory, name), 'utf8').split('\n').slice(0, -1);
}

/** A curl that notes how it was called, and gives one answer after the other, the last one again and again. */
function fakeCurl(answers: readonly string[]): string {
  const bin = join(directory, 'bin');
  mkdirSync(bin);
  const cases = answers.map((answer, n) => `${n === answers.length - 1 ? '*' : n + 1}) ${answer} ;;`);
  const script = [
    '#!/bin/sh',
    `printf '%s\\n' "$@" >${directory}/arguments`,
    `cat >${directory}/input`,
    `printf '.\\n' >>${directory}/calls`,
    `case $(wc -l <${directory}/calls) in`,
    ...cases,
    'esac',
  ];
  writeFileSync(join(bin, 'curl'), script.join('\n'), { mode: 0o755 });
  return bin;
}

/** What the fake curl does for an answer with this status: prints the body, then what `--write-out` asks for. */
function answering(status: string, body = '', retryAfter = ''): string {
  return `printf '%s\\n%s %s' '${body}' ${status} '${retryAfter}'`;
}

/** A connection that fails: curl says why and exits with that code. */
function failing(code: number, message: string, status = '000', body = ''): string {
  return `printf '%s' '${body}'; printf 'curl: (%s) %s\\n' ${code} '${message}' >&2; printf '\\n${status} '; exit ${code}`;
}

function refusing(type: string, detail: string, status = '401'): string {
  return answering(status, JSON.stringify({ type: `${ERRORS}/${type}`, detail }));
}

describe.each(SHELLS)('$name', (shell) => {
  interface Options {
    readonly token?: string;
    readonly content?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly paths?: readonly string[];
  }

  function upload(
    answers: string | readonly string[],
    { token = TOKEN, content = '{}', env, paths = ['a/b/c'] }: Options = {},
  ) {
    const source = file('source', content);
    return runScript(
      'upload-api.sh',
      paths.flatMap((path) => [source, path]),
      {
        shell,
        env: { KBS_URL: 'https://kbs:8080', TOKEN_FILE: file('token', token), ...env },
        path: fakeCurl([answers].flat()),
        functions: `sleep() { printf '%s\\n' "$1" >>${directory}/pauses; }`,
      },
    );
  }

  const calls = () => linesOf('calls').length;
  const PATHS = ['a/b/c', 'a/b/d', 'a/b/e'];

  test('the token is in curl’s input, never among its arguments', () => {
    expect(upload(answering('200'))).toEqual({ exitCode: 0, stdout: 'a/b/c: sent\n1 sent, 0 failed\n', stderr: '' });
    expect(linesOf('input')).toEqual([`header = "Authorization: Bearer ${TOKEN}"`]);
    expect(linesOf('arguments')).toEqual([
      '--disable',
      '--config',
      '-',
      '--http1.1',
      ...['--proto', '=http,https', '--tlsv1.2'],
      ...['--noproxy', '*'],
      ...['--max-redirs', '0', '--connect-timeout', '10', '--max-time', '60', '--max-filesize', '65536'],
      ...['--silent', '--show-error', '--write-out', '\\n%{http_code} %header{retry-after}'],
      ...['--header', 'Content-Type: application/octet-stream'],
      ...['--data-binary', `@${directory}/source`],
      'https://kbs:8080/kbs/v0/resource/a/b/c',
    ]);
  });

  test('a certificate to trust, and a proxy that is asked for', () => {
    upload(answering('200'), { env: { CA_FILE: '/upload/ca with space', PROXY_URL: 'http://proxy:3128' } });

    const text = linesOf('arguments').join('\n');
    expect(text).toContain('--cacert\n/upload/ca with space\n');
    expect(text).toContain('--proxy\nhttp://proxy:3128\n--noproxy\n\n--max-redirs');
  });

  test.each([
    [answering('307'), 'HTTP 307: https://kbs:8080 redirects, which is not followed'],
    [
      refusing(
        'AdminAuthInitialization',
        'Admin access denied: Role reader not allowed for path /kbs/v0/resource/a/b/c',
      ),
      'HTTP 401: the KBS refuses the admin token, or its role may not write this resource ' +
        '(AdminAuthInitialization: Admin access denied: Role reader not allowed for path /kbs/v0/resource/a/b/c)\n',
    ],
    [
      refusing('AdminAuth', 'Admin auth error: Admin Token could not be verified for any admin persona'),
      'HTTP 401: the KBS refuses the admin token, or its role may not write this resource (AdminAuth: Admin auth error',
    ],
    [
      refusing('PluginInternalError', 'Plugin internal error'),
      'HTTP 401: the KBS takes the token, but cannot store the resource; its storage is read-only, full or out of ' +
        'reach, and its log says more (PluginInternalError: Plugin internal error)\n',
    ],
    [refusing('Other', 'says \\"no\\"'), 'HTTP 401: the KBS does not take it; its log says more (Other: says'],
    [
      answering('401', '<html>log in</html>'),
      'HTTP 401: refused, but not by a KBS; what else answers at https://kbs:8080?\n',
    ],
    [answering('403'), 'HTTP 403: refused, but not by a KBS'],
    [
      refusing('PluginNotFound', 'Plugin resource not found', '404'),
      'HTTP 404: the plugin "resource" of the KBS is off',
    ],
    [answering('404'), 'HTTP 404: https://kbs:8080 has no KBS API\n'],
    [answering('413', 'payload reached size limit'), 'HTTP 413: larger than the KBS takes'],
    [answering('500'), 'HTTP 500: the KBS does not take it; its log says more\n'],
    [answering('503'), 'HTTP 503: the KBS is not ready\n'],
    [
      failing(28, 'Operation timed out after 60000 milliseconds with 1 bytes received', '200', '.'),
      'HTTP 200: the answer of https://kbs:8080 broke off: curl: (28) Operation timed out',
    ],
    [failing(60, 'no certificate'), 'no answer from https://kbs:8080: curl: (60) no certificate\n'],
    ["printf 'sh: curl: not found\\n'; exit 127", 'no answer from https://kbs:8080: sh: curl: not found\n'],
  ])('%s', (answer, message) => {
    const { exitCode, stdout, stderr } = upload(answer);

    expect([exitCode, stdout]).toEqual([1, '0 sent, 1 failed\n']);
    expect(stderr).toContain(`a/b/c: FAILED: ${message}`);
  });

  test('of an answer nothing is shown but printable characters, and not many', () => {
    const { stderr } = upload(refusing('AdminAuth', `\\u001b[2J${'\u001b[2Jü'}${'x'.repeat(100_000)}`));

    expect(stderr).toMatch(/^a\/b\/c: FAILED: HTTP 401[\x20-\x7e]*\n$/);
    expect(stderr.length).toBeLessThan(500);
  });

  test('an answer that repeats the token is not shown', () => {
    const { stderr } = upload(refusing('AdminAuth', `got ${TOKEN}`));

    expect(stderr).toMatch(/\(not shown: it repeats the token\)/);
    expect(stderr).not.toContain(TOKEN);
  });

  test('nor is a part of it that is left when the answer is cut', () => {
    const { stderr } = upload(refusing('AdminAuth', `${'x'.repeat(200)}${TOKEN.repeat(20)}`), {
      token: TOKEN.repeat(20),
    });

    expect(stderr).not.toContain(TOKEN);
  });

  test.each([
    ['a dropped connection', failing(52, 'Empty reply from server')],
    ['a connection reset in the handshake', failing(35, 'Connection reset by peer')],
    ['a name that is not known yet', failing(6, 'Could not resolve host: kbs')],
    ['nobody there', failing(7, 'Connection refused')],
    ['a busy KBS', answering('503')],
  ])('%s is tried again, after growing pauses', (_, failure) => {
    const { exitCode, stdout } = upload([failure, failure, failure, failure, failure, answering('200')]);

    expect([exitCode, stdout]).toEqual([0, 'a/b/c: sent\n1 sent, 0 failed\n']);
    expect(linesOf('pauses')).toEqual(['1', '2', '4', '8', '16']);
  });

  test.each([
    ['0', '0'],
    ['08', '08'],
    ['59', '59'],
    ['60', '60'],
    ['86400', '60'],
    ['99999999999999999999999999', '60'],
    ['Wed, 25 Nov 2026 13:00:00 GMT', '1'],
  ])('Retry-After: %s waits for %s seconds', (retryAfter, seconds) => {
    expect(upload([answering('503', '', retryAfter), answering('200')]).exitCode).toBe(0);
    expect(linesOf('pauses')).toEqual([seconds]);
  });

  test('without a KBS it gives up for all resources together', () => {
    const { exitCode, stdout, stderr } = upload(failing(7, 'Connection refused'), { paths: PATHS });

    expect([exitCode, stdout]).toEqual([1, '0 sent, 1 failed\n']);
    expect(stderr).toContain('a/b/c: FAILED: no answer from https://kbs:8080: curl: (7) Connection refused\n');
    expect(stderr).toContain('2 more not tried\n');
    expect(calls()).toBe(6);
  });

  test('a certificate that is not trusted is not tried again', () => {
    expect(upload(failing(60, 'no certificate'), { paths: PATHS }).stderr).toContain('2 more not tried\n');
    expect(calls()).toBe(1);
  });

  test('a resource that is refused keeps no other from being sent', () => {
    const { exitCode, stdout } = upload([answering('200'), answering('413'), answering('200')], { paths: PATHS });

    expect([exitCode, stdout]).toEqual([1, 'a/b/c: sent\na/b/e: sent\n2 sent, 1 failed\n']);
  });

  test.each(['', '\n', 'two words', 'quote"', 'two\nlines'])('%j is no token', (token) => {
    const { exitCode, stderr } = upload(answering('200'), { token });

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/token: FAILED: it holds no bearer token/);
  });

  test('an empty resource is not sent', () => {
    expect(upload(answering('200'), { content: '' })).toMatchObject({
      exitCode: 1,
      stderr: `a/b/c: FAILED: its source ${directory}/source is missing, empty or unreadable\n`,
    });
  });
});
