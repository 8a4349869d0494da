import type { Rule } from '../rule';
import { annotationNotEnabled } from './annotation-not-enabled';
import { annotationOnController } from './annotation-on-controller';
import { authFile } from './auth-file';
import { classWithoutTee } from './class-without-tee';
import { credentialLookup } from './credential-lookup';
import { helmHook } from './helm-hook';
import { hostAccess } from './host-access';
import { imageByTag } from './image-by-tag';
import { imagePullPolicy } from './image-pull-policy';
import { imageReference } from './image-reference';
import { initdata } from './initdata';
import { ipv6 } from './ipv6';
import { kbsAddress } from './kbs-address';
import { kernelParameters } from './kernel-parameters';
import { loopbackRegistry } from './loopback-registry';
import { losingChannel } from './losing-channel';
import { plaintextSecret } from './plaintext-secret';
import { pullSecret } from './pull-secret';
import { registryAuthMissing } from './registry-auth-missing';
import { repositoryLayout } from './repository-layout';
import { resourceUri } from './resource-uri';
import { runtimeHandler } from './runtime-handler';
import { sampleAttester } from './sample-attester';
import { serviceAccountPullSecrets } from './service-account-pull-secrets';
import { unknownField } from './unknown-field';
import { unknownKind } from './unknown-kind';
import { wrongType } from './wrong-type';

/** All rules, by name. */
export const RULES: readonly Rule[] = [
  annotationNotEnabled,
  annotationOnController,
  authFile,
  classWithoutTee,
  credentialLookup,
  helmHook,
  hostAccess,
  imageByTag,
  imagePullPolicy,
  imageReference,
  initdata,
  ipv6,
  kbsAddress,
  kernelParameters,
  loopbackRegistry,
  losingChannel,
  plaintextSecret,
  pullSecret,
  registryAuthMissing,
  repositoryLayout,
  resourceUri,
  runtimeHandler,
  sampleAttester,
  serviceAccountPullSecrets,
  unknownField,
  unknownKind,
  wrongType,
];
