import { z } from 'zod';
import { readCertificates } from '../../input/certificates';
import { objectOf } from '../../input/json';
import { parseAgeRecipient } from '../../secrets/age';
import { SECRET_BACKENDS, type SecretBackendName } from '../../secrets/secret-backend';
import type { ConfigDirectory } from '../config-directory';
import { addProblems, attempt, flag, nonEmpty, objectName, parsed, secretKey } from './scalars';

/** The backend that a file asks for, which is not checked yet; credentials are read by its rules. */
export function backendOf(file: unknown): SecretBackendName {
  const secrets = objectOf(objectOf(file).secrets);
  return SECRET_BACKENDS.find((name) => name === secrets.backend) ?? 'plain';
}

const keyOfSecret = z.strictObject({
  name: objectName.meta({ description: 'Name of the Secret', examples: ['registry-auth'] }),
  key: secretKey.meta({ description: 'Key in the Secret', examples: ['containers-auth.json'] }),
});

const store = z.union(
  [
    objectName.transform((name) => ({ name, kind: 'SecretStore' })),
    z.strictObject({
      name: objectName.meta({ description: 'Name of the store', examples: ['vault'] }),
      kind: z
        .enum(['SecretStore', 'ClusterSecretStore'])
        .default('SecretStore')
        .meta({ description: 'Kind of the store', examples: ['ClusterSecretStore'] }),
    }),
  ],
  { error: 'must be the name of a SecretStore, or a mapping with name and kind' },
);

const recipients = z
  .array(parsed(parseAgeRecipient))
  .min(1)
  .superRefine((keys, context) => {
    const seen = new Set<string>();
    const twice = keys.findIndex(({ text }) => seen.size === seen.add(text).size);
    if (twice >= 0)
      addProblems(context, [{ rule: 'age-recipient', what: 'stands there twice', fix: 'leave one out' }], [twice]);
  });

/** How Secrets get into the cluster. */
export function secretsSchema(directory: ConfigDirectory) {
  return z
    .strictObject({
      backend: z
        .enum(SECRET_BACKENDS)
        .default('plain')
        .meta({
          description:
            'How Secrets get into the cluster: plain (files that Git ignores), existing, sealed (Sealed Secrets), sops (SOPS, as Flux decrypts it), external (External Secrets)',
          examples: ['plain', 'sealed'],
        }),
      commitPlaintext: flag.optional().meta({
        description:
          'true: with the backend plain, Git takes the passwords. Everybody who reads the repository has them',
        examples: [false],
      }),
      existing: z
        .strictObject({
          pullSecret: objectName.meta({
            description: 'Name of the pull Secret that each namespace of a workload has',
            examples: ['cococred'],
          }),
          authFile: keyOfSecret.optional().meta({
            description: 'Secret in the namespace of the KBS that holds the registry authentication file',
            examples: [{ name: 'registry-auth', key: 'containers-auth.json' }],
          }),
        })
        .optional()
        .meta({
          description: 'Names of the Secrets, with the backend existing',
          examples: [{ pullSecret: 'cococred', authFile: { name: 'registry-auth', key: 'containers-auth.json' } }],
        }),
      sealed: z
        .strictObject({
          certificate: nonEmpty
            .transform((path, context) => attempt(context, () => readSealCertificate(directory.readText(path))))
            .meta({
              description: "Path of the controller's certificate (PEM), as kubeseal --fetch-cert prints it",
              examples: ['sealed-secrets.pem'],
            }),
          scope: z
            .enum(['strict', 'namespace-wide', 'cluster-wide'])
            .optional()
            .meta({
              description: 'Where the seals may be opened; default: strict, under one name in one namespace',
              examples: ['strict'],
            }),
        })
        .optional()
        .meta({
          description: 'For whom to seal, with the backend sealed',
          examples: [{ certificate: 'sealed-secrets.pem' }],
        }),
      sops: z
        .strictObject({
          age: recipients.meta({
            description: 'Public keys of age (age1…), of each who is to decrypt; sops -d and Flux need one private key',
            examples: [['age1v9thdk3tl5sla6hj6y6crm3r359xhks9l82755799e7hxcug0gnqgdk380']],
          }),
        })
        .optional()
        .meta({
          description: 'For whom to encrypt, with the backend sops',
          examples: [{ age: ['age1v9thdk3tl5sla6hj6y6crm3r359xhks9l82755799e7hxcug0gnqgdk380'] }],
        }),
      external: z
        .strictObject({
          store: store.optional().meta({
            description: 'The SecretStore that the remote keys of credentials are in',
            examples: ['vault', { name: 'vault', kind: 'ClusterSecretStore' }],
          }),
          refreshInterval: z
            .string()
            .regex(/^(\d{1,6}(ms|s|m|h))+$/, { error: 'must be a duration such as 1h or 30m' })
            .optional()
            .meta({ description: 'How often External Secrets asks again; default: 1h', examples: ['30m'] }),
        })
        .optional()
        .meta({ description: 'Where secrets come from, with the backend external', examples: [{ store: 'vault' }] }),
    })
    .superRefine(checkSections);
}

/** One certificate; whether it is of a key that the controller has is for the backend to tell. */
function readSealCertificate(pem: string): string {
  return readCertificates(pem, 'the file')[0] ?? '';
}

const SECTIONS = ['existing', 'sealed', 'sops', 'external'] as const;

/** The sections that a backend cannot do without. */
const NEEDED: Readonly<Partial<Record<SecretBackendName, string>>> = {
  existing: 'existing: { pullSecret: <name> }',
  sealed: 'sealed: { certificate: <file> }',
  sops: 'sops: { age: [age1…] }',
};

type Sections = { readonly backend: SecretBackendName; readonly commitPlaintext?: boolean } & Readonly<
  Partial<Record<(typeof SECTIONS)[number], unknown>>
>;

function checkSections(secrets: Sections, context: z.RefinementCtx): void {
  const { backend, commitPlaintext } = secrets;
  for (const section of SECTIONS.filter((name) => name !== backend && secrets[name] !== undefined)) {
    const what = `does not go with the backend ${backend}`;
    addProblems(
      context,
      [{ rule: 'other-backend', what, why: 'it would be ignored', fix: `write backend: ${section}` }],
      [section],
    );
  }
  if (commitPlaintext && backend !== 'plain') {
    const problem = { rule: 'other-backend', what: 'goes with the backend plain alone', why: 'it would be ignored' };
    addProblems(context, [problem], ['commitPlaintext']);
  }
  const needed = NEEDED[backend];
  if (needed === undefined || secrets[backend as (typeof SECTIONS)[number]] !== undefined) return;
  const what = `the backend ${backend} needs to know more`;
  addProblems(context, [{ rule: 'missing-key', what, fix: `write ${needed}` }], ['backend']);
}
