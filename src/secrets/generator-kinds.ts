/** Names of the generators of tokens for registries. */
export const GENERATOR_KINDS = [
  'ECRAuthorizationToken',
  'GCRAccessToken',
  'ACRAccessToken',
  'QuayAccessToken',
  'GithubAccessToken',
] as const;
