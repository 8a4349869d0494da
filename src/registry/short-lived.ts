import type { Problem } from '../input/problem';
import type { RegistryCredential } from './registry-credential';

/**
 * A warning where the password is a token of some hours, by the user name that its issuer prescribes; undefined where it
 * is not.
 * Source: AWS ECR `GetAuthorizationToken` (12 hours), Google Artifact Registry `oauth2accesstoken` (1 hour), Azure
 * `az acr login --expose-token` (3 hours), GitLab `CI_JOB_TOKEN` (its job).
 */
export function shortLivedToken({ scope, host, username }: RegistryCredential): Problem | undefined {
  const hours = lifetime(host, username);
  if (hours === undefined) return undefined;
  return {
    what: `the password of ${username} for ${scope} is a token that lives ${hours}`,
    why: 'afterwards each new Pod fails to pull',
    fix: 'renew it, as a generator of External Secrets does, and give the upload a schedule',
    rule: 'short-lived-token',
  };
}

/** The user of a token of Microsoft Entra. */
const ACR_TOKEN = '00000000-0000-0000-0000-000000000000';

function lifetime(host: string, username: string): string | undefined {
  if (username === 'gitlab-ci-token') return 'as long as its CI job';
  if (username === ACR_TOKEN && /\.azurecr\.(?:io|cn|us)$/.test(host)) return '3 hours';
  if (username === 'AWS' && host === 'public.ecr.aws') return '12 hours';
  if (username === 'AWS' && /\.dkr\.ecr(?:-fips)?\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/.test(host)) return '12 hours';
  return username === 'oauth2accesstoken' && /(?:^|\.)gcr\.io$|\.pkg\.dev$/.test(host) ? '1 hour' : undefined;
}
