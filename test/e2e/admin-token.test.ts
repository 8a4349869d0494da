import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '../temporary-directory';
import { AdminKey } from './admin-token';
import { requireTools } from './tools';

const { directory } = temporaryDirectory();

test('the snippet of docs/kbs.md makes a token that every version of Trustee takes', () => {
  requireTools('openssl');

  const guide = readFileSync(join(__dirname, '../../docs/kbs.md'), 'utf8');
  const snippet = /^ *b64url\(\) \{[\s\S]*?>admin-token$/m.exec(guide)?.[0] ?? 'false';
  const run = (script: string) => execFileSync('sh', ['-ec', script], { cwd: directory, stdio: 'pipe' });

  run('openssl genpkey -algorithm ed25519 >kbs.key; openssl pkey -in kbs.key -pubout >kbs.pem');
  run(snippet);

  const read = (name: string) => readFileSync(join(directory, name), 'utf8');
  expect(AdminKey.fromPublicPem(read('kbs.pem')).verify(read('admin-token'))).toEqual({
    role: 'admin',
    exp: expect.any(Number),
  });
});
