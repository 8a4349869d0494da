import { readScript } from '../../../src/kbs/upload/script';

const SCRIPTS = ['upload.sh', 'upload-api.sh'] as const;

describe.each(SCRIPTS)('%s', (name) => {
  test('the kubelet leaves it alone', () => {
    const variables = /\$\((REPOSITORY|FILE_MODE|DIRECTORY_UMASK|KBS_URL|TOKEN_FILE|CA_FILE|PROXY_URL)\)/;

    expect(readScript(name)).not.toMatch(variables);
    expect(readScript(name)).not.toContain('$$');
  });

  test('it prints with printf only: echo interprets backslashes in some shells', () => {
    expect(readScript(name).replace(/^\s*#.*$/gm, '')).not.toMatch(/\becho\b/);
  });
});
