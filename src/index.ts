export { CocoValidation, type CocoValidationContext, type CocoValidationProps } from './check/validation';
export { Annotation, type Annotations } from './guest/annotations';
export { GuestConfig } from './guest/guest-config';
export type { ExtraFile, GuestExtra } from './guest/guest-extra';
export type { GuestChannel, GuestOptions, RestApi } from './guest/guest-options';
export { Initdata, type InitdataAlgorithm, type InitdataProps } from './guest/initdata';
export { type KataReleases, KataVersion } from './guest/kata-version';
export { KbsAddress } from './guest/kbs-address';
export { type KernelParameter, KernelParameters } from './guest/kernel-parameters';
export { type RegistryMirror, type RegistryRule, registryConfigText } from './guest/registry-rules';
export {
  type Allowance,
  type AllowedAnnotations,
  RuntimeClass,
  type RuntimeClassAllows,
  type RuntimeClassOptions,
} from './guest/runtime-class';
export type { Tee } from './guest/runtime-class-catalogue';
export { digestWarnings, runtimeClassWarnings } from './guest/runtime-class-warnings';
export { constructWarnings, WARNING_METADATA } from './input/construct-warnings';
export {
  describePlace,
  describeProblem,
  type Finding,
  findingOf,
  InputError,
  type Place,
  type Problem,
  type Severity,
} from './input/problem';
export type { ImagePolicy, ImagePolicyRequirement } from './kbs/image-policy';
export { KbsResource, type KbsResourceKind, type SecretKey, type SecretKeyOfResource } from './kbs/kbs-resource';
export { RepositoryLayout } from './kbs/repository-layout';
export { ResourceUri } from './kbs/resource-uri';
export type { AdminApiRepositoryOptions } from './kbs/upload/admin-api-repository';
export type { HostPathRepositoryOptions } from './kbs/upload/host-path-repository';
export { KbsDeployment } from './kbs/upload/kbs-deployment';
export { KbsRepository } from './kbs/upload/kbs-repository';
export { KbsUpload } from './kbs/upload/kbs-upload';
export type { KbsUploadProps } from './kbs/upload/kbs-upload-props';
export type {
  PersistentVolumeClaimCreation,
  PersistentVolumeClaimRepositoryOptions,
} from './kbs/upload/persistent-volume-claim-repository';
export type { RepositoryKind as KbsRepositoryKind } from './kbs/upload/repository';
export { AuthFile, type ParsedAuthFile } from './registry/auth-file';
export type { AuthFileOptions } from './registry/auth-file-import';
export { AuthMap } from './registry/auth-map';
export {
  type CheckResult,
  type CredentialFacts,
  checkImages,
  type ImageUse,
  type PullSecretContent,
} from './registry/check-images';
export { CredentialSet } from './registry/credential-set';
export { ImageReference } from './registry/image-reference';
export { ImageRs } from './registry/image-rs';
export { Kubelet } from './registry/kubelet';
export type { CredentialReader, Lookup, LookupEntry } from './registry/lookup';
export { NydusSnapshotter } from './registry/nydus-snapshotter';
export { PeerPodGuest } from './registry/peer-pods';
export { PullConfig } from './registry/pull-config';
export { RegistryCredential, type UserAndPassword } from './registry/registry-credential';
export { DataSecret, type DataSecretProps } from './secrets/data-secret';
export { PullSecret, type PullSecretProps } from './secrets/pull-secret';
export type { ManifestFile } from './workload/choose-manifests';
export {
  type ConfidentialManifest,
  confidentialManifests,
  type ManifestOptions,
} from './workload/confidential-manifests';
export { type ConfidentialObject, confidentialObject } from './workload/confidential-object';
export { ConfidentialPod, type ConfidentialPodProps } from './workload/confidential-pod';
export type { ConfidentialSettings } from './workload/confidential-template';
export { type ConfidentialOptions, makeConfidential, type NamedSecret } from './workload/make-confidential';
export { CONFIDENTIAL_ANNOTATION, type ManifestSelection } from './workload/manifest-selection';
export { PassThrough, type PassThroughProps } from './workload/pass-through';
export { relaxContainer, relaxPod } from './workload/relaxed-defaults';
