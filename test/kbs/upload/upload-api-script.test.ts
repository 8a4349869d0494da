import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SHELLS } from '../../shells';
import { runScript } from './script-run';

const TOKEN = 'header.payload.signature-_';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cdk8s-coco-api-script-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A curl that notes how it was called, and answers. */
function fakeCurl(answer: string): string {
  const bin = join(directory, 'bin');
  mkdirSync(bin);
  const script = `#!/bin/sh\nprintf '%s\\n' "$@" >${directory}/arguments\ncat >${directory}/input\n${answer}\n`;
  writeFileSync(join(bin, 'curl'), script, { mode: 0o755 });
  return bin;
}

function file(name: string, content: string): string {
  writeFileSync(join(directory, name), content);
  return join(directory, name);
}

describe.each(SHELLS)('$name', (shell) => {
  function upload(answer: string, { token = TOKEN, ca = false, content = '{}' } = {}) {
    const env = {
      KBS_URL: 'https://kbs:8080',
      TOKEN_FILE: file('token', token),
      ...(ca ? { CA_FILE: file('ca with space', 'pem') } : {}),
    };
    const path = fakeCurl(answer);
    return runScript('upload-api.sh', [file('source', content), 'a/b/c'], { shell, env, path });
  }

  test('the token is in curl’s input, never among its arguments', () => {
    expect(upload('printf 200')).toEqual({ exitCode: 0, stdout: 'a/b/c: sent\n1 sent, 0 failed\n', stderr: '' });
    expect(readFileSync(join(directory, 'input'), 'utf8')).toBe(`header = "Authorization: Bearer ${TOKEN}"\n`);
    expect(readFileSync(join(directory, 'arguments'), 'utf8').split('\n')).toEqual([
      '--disable',
      '--config',
      '-',
      '--http1.1',
      '--proto',
      '=http,https',
      '--tlsv1.2',
      ...['--max-redirs', '0', '--connect-timeout', '10', '--max-time', '60'],
      ...['--retry', '5', '--retry-connrefused', '--retry-max-time', '300'],
      ...['--silent', '--show-error', '--output', '/dev/null', '--write-out', '%{http_code}'],
      '--header',
      'Content-Type: application/octet-stream',
      '--data-binary',
      `@${directory}/source`,
      'https://kbs:8080/kbs/v0/resource/a/b/c',
      '',
    ]);
  });

  test('a certificate to trust', () => {
    upload('printf 200', { ca: true });

    expect(readFileSync(join(directory, 'arguments'), 'utf8')).toContain(`--cacert\n${directory}/ca with space\n`);
  });

  test.each([
    ['printf 307', 'HTTP 307: https://kbs:8080 redirects, which is not followed'],
    ['printf 401', 'HTTP 401: the KBS refuses the admin token'],
    ['printf 403', 'HTTP 403: the KBS refuses the admin token'],
    ['printf 404', 'HTTP 404: https://kbs:8080 has no KBS API'],
    ['printf 413', 'HTTP 413: larger than the KBS takes'],
    ['printf 500', 'HTTP 500: the KBS does not take it; its storage may be read-only'],
    [
      "printf '%s\\n' 'curl: (6) Could not resolve host: kbs 8080' >&2; printf 000; exit 6",
      'no answer from https://kbs:8080: curl: (6) Could not resolve host: kbs 8080',
    ],
  ])('%s', (answer, message) => {
    const { exitCode, stdout, stderr } = upload(answer);

    expect([exitCode, stdout]).toEqual([1, '0 sent, 1 failed\n']);
    expect(stderr).toContain(`a/b/c: FAILED: ${message}`);
  });

  test.each(['', '\n', 'two words', 'quote"', 'two\nlines'])('%j is no token', (token) => {
    const { exitCode, stderr } = upload('printf 200', { token });

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/token: FAILED: it holds no bearer token/);
  });

  test('an empty resource is not sent', () => {
    expect(upload('printf 200', { content: '' })).toMatchObject({
      exitCode: 1,
      stderr: `a/b/c: FAILED: its source ${directory}/source is missing, empty or unreadable\n`,
    });
  });
});
