import { inspect } from 'node:util';
import { AuthMap } from '../../src/registry/auth-map';
import { Kubelet } from '../../src/registry/kubelet';
import { auth, authMap, look } from './auth-maps';

test('AuthMap and what readers find in it print no password', () => {
  const map = authMap({ 'r.example': 'bob' });
  const lookup = look(new Kubelet([map]), 'r.example/app');
  const options = { showHidden: true, depth: 9, getters: true };
  const shown = [inspect(map, options), JSON.stringify(map), inspect(lookup, options), JSON.stringify(lookup)].join();
  expect(shown).toContain('bob');
  expect(shown).not.toContain('hunter2');
  expect(shown).not.toContain(auth('bob'));
  expect(JSON.parse(JSON.stringify(lookup))).toEqual({
    outcome: 'found',
    entries: [{ source: 'Secret ns/a', key: 'r.example', username: 'bob' }],
    reason: 'key r.example is the host',
  });
});

test('AuthMap tells where a document breaks, and nothing of it', () => {
  const lookup = look(new Kubelet([new AuthMap('config.json', '{"auths": hunter2}')]), 'r.example/app');
  expect(lookup.reason).toContain('config.json is not JSON (line 1, column 11)');
});
