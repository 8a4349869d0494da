import { InputError } from '../../../src/input/problem';
import { KbsRepository } from '../../../src/kbs/upload/kbs-repository';

const create = { size: '100Mi' };

test.each([
  'kbs-repository',
  { claimName: 'data.kbs-0', subPath: 'kbs/repository' },
  { claimName: 'kbs', create: { size: '1.5Gi', storageClassName: 'fast', accessModes: ['ReadWriteMany'] } },
  { claimName: 'kbs', create: { size: '1e9' } },
  { claimName: 'kbs', create: { size: '0.5Gi' } },
])('%o is taken', (claim) => {
  expect(KbsRepository.fromPersistentVolumeClaim(claim).kind).toBe('persistentVolumeClaim');
});

test.each([
  ['', 'persistent volume claim: the name is empty'],
  ['KBS', 'persistent volume claim: "KBS" is not a name that Kubernetes takes'],
  [{ claimName: 'kbs', subPath: '/repository' }, 'subPath "/repository" does not stay in the volume'],
  [{ claimName: 'kbs', subPath: 'a/../../b' }, 'subPath "a/../../b" does not stay in the volume'],
  [{ claimName: 'kbs', create: { size: '100 MB' } }, 'size of the claim: "100 MB" is not a quantity'],
  [{ claimName: 'kbs', create: { size: '0' } }, 'size of the claim: it is not more than 0'],
  [{ claimName: 'kbs', create: { size: '0.00Gi' } }, 'size of the claim: it is not more than 0'],
  [{ claimName: 'kbs', create: { size: '-1Gi' } }, 'size of the claim: it is not more than 0'],
  [{ claimName: 'kbs', create: { size: '0.1Gi' } }, 'size of the claim: it is no whole number of bytes'],
  [{ claimName: 'kbs', create: { size: '1500m' } }, 'size of the claim: it is no whole number of bytes'],
  [{ claimName: 'kbs', create: { ...create, accessModes: ['ReadWriteOncePod'] } }, 'access mode "ReadWriteOncePod"'],
  [{ claimName: 'kbs', create: { ...create, accessModes: ['ReadOnlyMany'] } }, 'access mode "ReadOnlyMany"'],
])('%o is refused', (claim, message) => {
  expect(() => KbsRepository.fromPersistentVolumeClaim(claim)).toThrow(InputError);
  expect(() => KbsRepository.fromPersistentVolumeClaim(claim)).toThrow(message);
});
