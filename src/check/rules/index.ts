import type { Rule } from '../rule';
import { runtimeHandler } from './runtime-handler';
import { serviceAccountPullSecrets } from './service-account-pull-secrets';

/** All rules, in the order in which their findings are told where their places are the same. */
export const RULES: readonly Rule[] = [runtimeHandler, serviceAccountPullSecrets];
