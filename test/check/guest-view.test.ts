import { guestKey, guestView } from '../../src/check/guest-view';
import { Annotation, type Annotations } from '../../src/guest/annotations';
import { Initdata } from '../../src/guest/initdata';

const PARAMETERS =
  'agent.image_registry_auth=kbs:///default/containers/auth agent.image_policy_file=kbs:///default/policy/p ' +
  'agent.aa_kbc_params=cc_kbc::http://parameters:1';
const KBC = '[kbc]\nname = "cc_kbc"\nurl = "http://initdata:2"\n';
const IMAGE = '[image]\nauthenticated_registry_credentials_uri = "kbs:///a/b/c"\n';
const initdata = (dataHub: string) => Initdata.of({ data: { 'cdh.toml': dataHub } }).annotation;
const both = (dataHub: string) => ({
  [Annotation.KERNEL_PARAMETERS]: PARAMETERS,
  [Annotation.INITDATA]: initdata(dataHub),
});

// As guest-components reads them (confidential-data-hub/hub/src/config/mod.rs).
test.each([
  ['nothing', {}, [undefined, undefined, undefined, undefined]],
  [
    'kernel parameters',
    { [Annotation.KERNEL_PARAMETERS]: PARAMETERS },
    ['kernelParameters', 'kbs:///default/containers/auth', 'kbs:///default/policy/p', 'http://parameters:1'],
  ],
  [
    'initdata',
    { [Annotation.INITDATA]: initdata(KBC + IMAGE) },
    ['initdata', 'kbs:///a/b/c', undefined, 'http://initdata:2'],
  ],
  [
    'initdata without settings for images beside kernel parameters',
    both(KBC),
    ['kernelParameters', 'kbs:///default/containers/auth', 'kbs:///default/policy/p', 'http://initdata:2'],
  ],
  [
    'initdata with some settings for images beside kernel parameters, of which the guest ignores all',
    both(`${KBC}[image]\nmax_concurrent_layer_downloads_per_image = 2\n`),
    ['initdata', undefined, undefined, 'http://initdata:2'],
  ],
  [
    'initdata for no KBS',
    both('[kbc]\nname = "offline_fs_kbc"\nurl = ""\n'),
    ['kernelParameters', 'kbs:///default/containers/auth', 'kbs:///default/policy/p', undefined],
  ],
  [
    'initdata as Kata before 3.20 has it',
    { [Annotation.OLD_INITDATA]: initdata(KBC + IMAGE) },
    ['initdata', 'kbs:///a/b/c', undefined, 'http://initdata:2'],
  ],
])('what %s tells the guest', (_, annotations, expected) => {
  const { channel, authFile, imagePolicy, kbsUrl, initdataProblems } = guestView(annotations);
  expect([channel, authFile, imagePolicy, kbsUrl]).toEqual(expected);
  expect(initdataProblems).toEqual([]);
});

test('initdata that cannot be read is a problem, one that is filled in later is none', () => {
  expect(guestView({ [Annotation.INITDATA]: 'bm90IGd6aXA=' }).initdataProblems).toHaveLength(1);
  expect(guestView({ [Annotation.INITDATA]: '${INITDATA}' })).toMatchObject({
    initdata: undefined,
    initdataProblems: [],
  });
  const broken = guestView({ [Annotation.INITDATA]: initdata('not TOML') });
  expect([broken.initdataProblems, broken.dataHub, broken.initdata?.data]).toEqual([
    [],
    undefined,
    { 'cdh.toml': 'not TOML' },
  ]);
});

test('annotations that say the same to the guest have the same key', () => {
  const own = both(KBC);
  expect(guestKey({ ...own, other: 'x' })).toBe(guestKey(own));
  const others: Annotations[] = [
    {},
    both(IMAGE),
    { ...own, [Annotation.KERNEL_PARAMETERS]: 'a=1' },
    { [Annotation.OLD_INITDATA]: 'x' },
  ];
  expect(new Set([own, ...others].map(guestKey)).size).toBe(5);
});
