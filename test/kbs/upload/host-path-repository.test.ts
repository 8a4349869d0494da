import { InputError } from '../../../src/input/problem';
import { KbsRepository } from '../../../src/kbs/upload/kbs-repository';

test('an absolute path is taken', () => {
  expect(KbsRepository.fromHostPath('/opt/confidential-containers/kbs/repository').kind).toBe('hostPath');
});

test.each(['', 'kbs/repository', '/', '/srv/../etc', '~/kbs'])('%j is refused', (path) => {
  expect(() => KbsRepository.fromHostPath(path)).toThrow(InputError);
  expect(() => KbsRepository.fromHostPath(path)).toThrow(
    `hostPath ${JSON.stringify(path)} is not the absolute path of a directory`,
  );
});

test('a selector that is none of labels is refused', () => {
  expect(() => KbsRepository.fromHostPath('/srv/kbs', { nodeSelector: { 'a b': 'c' } })).toThrow(
    'nodeSelector of the hostPath: "a b" is not a key that a label can have',
  );
});
