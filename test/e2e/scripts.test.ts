import { spawnSync } from 'node:child_process';
import { readScript } from '../../src/kbs/upload/script';
import { requireTools } from './tools';

beforeAll(() => requireTools('shellcheck'));

test.each(['upload.sh', 'upload-api.sh'] as const)('shellcheck finds nothing in %s', (name) => {
  const { status, stdout } = spawnSync('shellcheck', ['-'], { input: readScript(name), encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});
