import { z } from 'zod';
import { GENERATOR_KINDS } from '../../secrets/generator-kinds';
import { nonEmpty, objectName } from './scalars';

/** The keys of an entry of `credentials`. */
export const credentialEntry = z.strictObject({
  registry: z
    .string()
    .optional()
    .meta({ description: 'host[:port][/path]: all images below it', examples: ['registry.example:5000/team'] }),
  image: z
    .string()
    .optional()
    .meta({
      description: 'An image reference, to take registry and repository from',
      examples: ['registry.example:5000/team/web:1'],
    }),
  username: z
    .string()
    .optional()
    .meta({ description: 'User, often a robot account', examples: ['robot'] }),
  password: z
    .string()
    .optional()
    .meta({ description: 'Password or token, best from the environment', examples: ['${REGISTRY_PASSWORD}'] }),
  passwordFile: nonEmpty.optional().meta({
    description: 'Path of the file with the password; a newline at its end is not part of it',
    examples: ['secrets/password'],
  }),
  passwordCommand: z
    .array(nonEmpty)
    .min(1)
    .optional()
    .meta({
      description: 'Program and arguments that print the password; no shell is run',
      examples: [['pass', 'show', 'registry/robot']],
    }),
  caCertificate: nonEmpty
    .optional()
    .meta({ description: "Path of the PEM certificate of the registry's private CA", examples: ['registry-ca.pem'] }),
  authFile: nonEmpty.optional().meta({
    description: 'Path of a containers-auth.json or docker config.json to import',
    examples: ['./containers-auth.json'],
  }),
  remote: z
    .strictObject({
      key: nonEmpty.meta({ description: 'Key in the store', examples: ['registry/robot'] }),
      username: nonEmpty.meta({ description: 'Property that holds the user', examples: ['username'] }),
      password: nonEmpty.meta({ description: 'Property that holds the password', examples: ['password'] }),
    })
    .optional()
    .meta({
      description: 'Where External Secrets finds user and password, with the backend external',
      examples: [{ key: 'registry/robot', username: 'username', password: 'password' }],
    }),
  generator: z
    .strictObject({
      kind: z.enum(GENERATOR_KINDS).meta({ description: 'Kind of the generator', examples: ['ECRAuthorizationToken'] }),
      name: objectName.meta({ description: 'Name of the generator', examples: ['ecr'] }),
    })
    .optional()
    .meta({
      description: 'Generator of External Secrets that makes tokens, with the backend external',
      examples: [{ kind: 'ECRAuthorizationToken', name: 'ecr' }],
    }),
  registries: z
    .array(nonEmpty)
    .optional()
    .meta({ description: 'Of the imported file, only these', examples: [['quay.io']] }),
});

/** An entry of `credentials` as it is written. */
export type CredentialEntry = z.output<typeof credentialEntry>;

/** Of these keys an entry has one. */
export const PASSWORD_KEYS = ['password', 'passwordFile', 'passwordCommand'] as const;
