import type { Rule } from '../rule';
import { annotationNotEnabled } from './annotation-not-enabled';
import { annotationOnController } from './annotation-on-controller';
import { classWithoutTee } from './class-without-tee';
import { imageByTag } from './image-by-tag';
import { imagePullPolicy } from './image-pull-policy';
import { initdata } from './initdata';
import { kbsAddress } from './kbs-address';
import { kernelParameters } from './kernel-parameters';
import { loopbackRegistry } from './loopback-registry';
import { losingChannel } from './losing-channel';
import { pullSecret } from './pull-secret';
import { registryAuthMissing } from './registry-auth-missing';
import { resourceUri } from './resource-uri';
import { runtimeHandler } from './runtime-handler';
import { sampleAttester } from './sample-attester';
import { serviceAccountPullSecrets } from './service-account-pull-secrets';

/** All rules, by name. */
export const RULES: readonly Rule[] = [
  annotationNotEnabled,
  annotationOnController,
  classWithoutTee,
  imageByTag,
  imagePullPolicy,
  initdata,
  kbsAddress,
  kernelParameters,
  loopbackRegistry,
  losingChannel,
  pullSecret,
  registryAuthMissing,
  resourceUri,
  runtimeHandler,
  sampleAttester,
  serviceAccountPullSecrets,
];
