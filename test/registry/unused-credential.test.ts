import { describeProblem } from '../../src/input/problem';
import { ImageReference } from '../../src/registry/image-reference';
import { RegistryCredential } from '../../src/registry/registry-credential';
import { shortLivedToken } from '../../src/registry/short-lived';
import { describeUnused } from '../../src/registry/unused-credential';

const credential = (registry: string, username = 'bob') =>
  RegistryCredential.basic(registry, { username, password: 'hunter2' });

const LEFT_OUT = 'so it is left out';

test.each([
  ['nothing like it', 'r.example/team', ['nginx'], `no image needs the credential for r.example/team, ${LEFT_OUT}`],
  [
    'no port',
    'r.example/team',
    ['r.example:5000/team/web'],
    `no image needs the credential for r.example/team, ${LEFT_OUT}: r.example:5000/team/web has another port: that is another registry, and is taken as public; write r.example:5000/team if it is meant`,
  ],
  [
    'a misspelt host',
    'registy.example:5000/team',
    ['registry.example:5000/team/web'],
    `no image needs the credential for registy.example:5000/team, ${LEFT_OUT}: registry.example:5000/team/web has another host, and is taken as public; write registry.example:5000/team if it is meant`,
  ],
  [
    'the web page of Docker Hub',
    'hub.docker.com',
    ['acme/app'],
    `no image needs the credential for hub.docker.com, ${LEFT_OUT}: docker.io/acme/app has another host, and is taken as public; write docker.io if it is meant`,
  ],
  [
    'the path of a web page',
    'quay.io/repository/acme',
    ['quay.io/acme/app'],
    `no image needs the credential for quay.io/repository/acme, ${LEFT_OUT}: quay.io/acme/app has another path, and is taken as public; write quay.io to cover it`,
  ],
  [
    'a prefix of letters',
    'quay.io/ac',
    ['quay.io/acme/app'],
    'the credential for quay.io/ac ends within a part of a path: only the kubelet takes it for quay.io/acme/app, of which it is a prefix; the guest compares whole parts of a path; write quay.io/acme, or quay.io/acme/app',
  ],
])('an unused credential: %s', (_, registry, images, expected) => {
  const references = images.map((image) => ImageReference.parse(image));
  expect(describeUnused([credential(registry)], references).map(describeProblem)).toEqual([expected]);
});

test.each([
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com', 'AWS', '12 hours'],
  ['europe-docker.pkg.dev/acme', 'oauth2accesstoken', '1 hour'],
  ['eu.gcr.io', 'oauth2accesstoken', '1 hour'],
  ['public.ecr.aws', 'AWS', '12 hours'],
  ['acme.azurecr.io', '00000000-0000-0000-0000-000000000000', '3 hours'],
  ['registry.gitlab.com', 'gitlab-ci-token', 'as long as its CI job'],
  ['acme.azurecr.io', 'acme', undefined],
  ['gcr.io', '_json_key', undefined],
  ['r.example', 'AWS', undefined],
])('a token of %s for %s lives %s', (registry, username, lifetime) => {
  const problem = shortLivedToken(credential(registry, username));
  expect(problem?.what).toBe(
    lifetime && `the password of ${username} for ${registry} is a token that lives ${lifetime}`,
  );
});
