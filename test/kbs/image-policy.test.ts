import { type ImagePolicy, imagePolicyText } from '../../src/kbs/image-policy';

test('a policy as the guest reads it', () => {
  const policy: ImagePolicy = {
    default: [{ type: 'reject' }],
    transports: {
      docker: { 'registry.example/team': [{ type: 'sigstoreSigned', keyPath: 'kbs:///default/cosign-key/1' }] },
    },
  };

  expect(imagePolicyText(policy)).toBe(`{
  "default": [
    {
      "type": "reject"
    }
  ],
  "transports": {
    "docker": {
      "registry.example/team": [
        {
          "type": "sigstoreSigned",
          "keyPath": "kbs:///default/cosign-key/1"
        }
      ]
    }
  }
}
`);
});

test.each<[ImagePolicy, string]>([
  [{ default: [] }, 'default of the image policy has no requirement'],
  [
    { default: [{ type: 'reject' }], transports: { docker: { 'a.example': [] } } },
    'transports.docker["a.example"] of the image policy has no requirement',
  ],
])('a list without requirements is refused', (policy, message) => {
  expect(() => imagePolicyText(policy)).toThrow(message);
});
