import { defined } from '../input/json';

/**
 * The fields of the built-in workloads as Kubernetes 1.37 has them, by type. Behind the name stands what the field holds:
 *
 * - nothing: a text; `#` a whole number; `?` true or false; `$` a text or a number, as ports and quantities are
 * - `:Type`: a mapping with the fields of that type
 * - `[]` a list, `{}` a mapping with keys that people choose, of what stands in it or, of a type, behind it
 * - `{*}`, `[*]`: one that is not followed: what only the server writes, and the volumes of storage that drivers have replaced
 *
 * An end-to-end test holds it against the API server.
 */
const TABLE = `
Affinity
  nodeAffinity:NodeAffinity podAffinity:PodAffinity podAntiAffinity:PodAntiAffinity
AppArmorProfile
  localhostProfile type
CSIVolumeSource
  driver fsType nodePublishSecretRef:LocalObjectReference readOnly? volumeAttributes{}
Capabilities
  add[] drop[]
ClusterTrustBundleProjection
  labelSelector:LabelSelector name optional? path signerName user#
ConfigMapEnvSource
  name optional?
ConfigMapKeySelector
  key name optional?
ConfigMapProjection
  items[]:KeyToPath name optional?
ConfigMapVolumeSource
  defaultMode# defaultUser# items[]:KeyToPath name optional?
Container
  args[] command[] env[]:EnvVar envFrom[]:EnvFromSource image imagePullPolicy lifecycle:Lifecycle livenessProbe:Probe
  name ports[]:ContainerPort readinessProbe:Probe resizePolicy[]:ContainerResizePolicy resources:ResourceRequirements
  restartPolicy restartPolicyRules[]:ContainerRestartRule securityContext:SecurityContext startupProbe:Probe stdin?
  stdinOnce? terminationMessagePath terminationMessagePolicy tty? volumeDevices[]:VolumeDevice
  volumeMounts[]:VolumeMount workingDir
ContainerPort
  containerPort# hostIP hostPort# name protocol
ContainerResizePolicy
  resourceName restartPolicy
ContainerRestartRule
  action exitCodes:ContainerRestartRuleOnExitCodes
ContainerRestartRuleOnExitCodes
  operator values[#]
CronJob
  apiVersion kind metadata:ObjectMeta spec:CronJobSpec status{*}
CronJobSpec
  concurrencyPolicy failedJobsHistoryLimit# jobTemplate:JobTemplateSpec schedule startingDeadlineSeconds#
  successfulJobsHistoryLimit# suspend? timeZone
DaemonSet
  apiVersion kind metadata:ObjectMeta spec:DaemonSetSpec status{*}
DaemonSetSpec
  minReadySeconds# revisionHistoryLimit# selector:LabelSelector template:PodTemplateSpec
  updateStrategy:DaemonSetUpdateStrategy
DaemonSetUpdateStrategy
  rollingUpdate:RollingUpdateDaemonSet type
Deployment
  apiVersion kind metadata:ObjectMeta spec:DeploymentSpec status{*}
DeploymentSpec
  minReadySeconds# paused? progressDeadlineSeconds# replicas# revisionHistoryLimit# selector:LabelSelector
  strategy:DeploymentStrategy template:PodTemplateSpec
DeploymentStrategy
  rollingUpdate:RollingUpdateDeployment type
DownwardAPIProjection
  items[]:DownwardAPIVolumeFile
DownwardAPIVolumeFile
  fieldRef:ObjectFieldSelector mode# path resourceFieldRef:ResourceFieldSelector user#
DownwardAPIVolumeSource
  defaultMode# defaultUser# items[]:DownwardAPIVolumeFile
EmptyDirVolumeSource
  medium mode# sizeLimit$
EnvFromSource
  configMapRef:ConfigMapEnvSource prefix secretRef:SecretEnvSource
EnvVar
  name value valueFrom:EnvVarSource
EnvVarSource
  configMapKeyRef:ConfigMapKeySelector fieldRef:ObjectFieldSelector fileKeyRef:FileKeySelector
  resourceFieldRef:ResourceFieldSelector secretKeyRef:SecretKeySelector
EphemeralContainer
  args[] command[] env[]:EnvVar envFrom[]:EnvFromSource image imagePullPolicy lifecycle:Lifecycle livenessProbe:Probe
  name ports[]:ContainerPort readinessProbe:Probe resizePolicy[]:ContainerResizePolicy resources:ResourceRequirements
  restartPolicy restartPolicyRules[]:ContainerRestartRule securityContext:SecurityContext startupProbe:Probe stdin?
  stdinOnce? targetContainerName terminationMessagePath terminationMessagePolicy tty? volumeDevices[]:VolumeDevice
  volumeMounts[]:VolumeMount workingDir
EphemeralVolumeSource
  volumeClaimTemplate:PersistentVolumeClaimTemplate
EvictionResponder
  name priority#
ExecAction
  command[]
FileKeySelector
  key optional? path volumeName
GRPCAction
  mode port# service
HTTPGetAction
  host httpHeaders[]:HTTPHeader path port$ protocol scheme
HTTPHeader
  name value
HostAlias
  hostnames[] ip
HostPathVolumeSource
  path type
ISCSIVolumeSource
  chapAuthDiscovery? chapAuthSession? fsType initiatorName iqn iscsiInterface lun# portals[] readOnly?
  secretRef:LocalObjectReference targetPortal
ImageVolumeSource
  pullPolicy reference
Job
  apiVersion kind metadata:ObjectMeta spec:JobSpec status{*}
JobSchedulingConfiguration
  disruptionMode:WorkloadPodGroupDisruptionMode resourceClaims[]:WorkloadPodGroupResourceClaim
  schedulingConstraints:WorkloadPodGroupSchedulingConstraints schedulingPolicy:WorkloadPodGroupSchedulingPolicy
JobSpec
  activeDeadlineSeconds# backoffLimit# backoffLimitPerIndex# completionMode completions# managedBy manualSelector?
  maxFailedIndexes# parallelism# podFailurePolicy:PodFailurePolicy podReplacementPolicy
  scheduling:JobSchedulingConfiguration selector:LabelSelector successPolicy:SuccessPolicy suspend?
  template:PodTemplateSpec ttlSecondsAfterFinished#
JobTemplateSpec
  metadata:ObjectMeta spec:JobSpec
KeyToPath
  key mode# path user#
LabelSelector
  matchExpressions[]:LabelSelectorRequirement matchLabels{}
LabelSelectorRequirement
  key operator values[]
Lifecycle
  postStart:LifecycleHandler preStop:LifecycleHandler stopSignal
LifecycleHandler
  exec:ExecAction httpGet:HTTPGetAction sleep:SleepAction tcpSocket:TCPSocketAction
LocalObjectReference
  name
NFSVolumeSource
  path readOnly? server
NodeAffinity
  preferredDuringSchedulingIgnoredDuringExecution[]:PreferredSchedulingTerm
  requiredDuringSchedulingIgnoredDuringExecution:NodeSelector
NodeSelector
  nodeSelectorTerms[]:NodeSelectorTerm
NodeSelectorRequirement
  key operator values[]
NodeSelectorTerm
  matchExpressions[]:NodeSelectorRequirement matchFields[]:NodeSelectorRequirement
ObjectFieldSelector
  apiVersion fieldPath
ObjectMeta
  annotations{} creationTimestamp deletionGracePeriodSeconds# deletionTimestamp finalizers[] generateName generation#
  labels{} managedFields[*] name namespace ownerReferences[]:OwnerReference resourceVersion selfLink uid
OwnerReference
  apiVersion blockOwnerDeletion? controller? kind name uid
PersistentVolumeClaim
  apiVersion kind metadata:ObjectMeta spec:PersistentVolumeClaimSpec status{*}
PersistentVolumeClaimSpec
  accessModes[] dataSource:TypedLocalObjectReference dataSourceRef:TypedObjectReference
  resources:VolumeResourceRequirements selector:LabelSelector storageClassName volumeAttributesClassName volumeMode
  volumeName
PersistentVolumeClaimTemplate
  metadata:ObjectMeta spec:PersistentVolumeClaimSpec
PersistentVolumeClaimVolumeSource
  claimName readOnly?
Pod
  apiVersion kind metadata:ObjectMeta spec:PodSpec status{*}
PodAffinity
  preferredDuringSchedulingIgnoredDuringExecution[]:WeightedPodAffinityTerm
  requiredDuringSchedulingIgnoredDuringExecution[]:PodAffinityTerm
PodAffinityTerm
  labelSelector:LabelSelector matchLabelKeys[] mismatchLabelKeys[] namespaceSelector:LabelSelector namespaces[]
  topologyKey
PodAntiAffinity
  preferredDuringSchedulingIgnoredDuringExecution[]:WeightedPodAffinityTerm
  requiredDuringSchedulingIgnoredDuringExecution[]:PodAffinityTerm
PodCertificateProjection
  certificateChainPath credentialBundlePath keyPath keyType maxExpirationSeconds# signerName user# userAnnotations{}
PodDNSConfig
  nameservers[] options[]:PodDNSConfigOption searches[]
PodDNSConfigOption
  name value
PodFailurePolicy
  rules[]:PodFailurePolicyRule
PodFailurePolicyOnExitCodesRequirement
  containerName operator values[#]
PodFailurePolicyOnPodConditionsPattern
  status type
PodFailurePolicyRule
  action onExitCodes:PodFailurePolicyOnExitCodesRequirement onPodConditions[]:PodFailurePolicyOnPodConditionsPattern
PodOS
  name
PodReadinessGate
  conditionType
PodResourceClaim
  name resourceClaimName resourceClaimTemplateName
PodSchedulingGate
  name
PodSchedulingGroup
  podGroupName
PodSecurityContext
  appArmorProfile:AppArmorProfile fsGroup# fsGroupChangePolicy runAsGroup# runAsNonRoot? runAsUser# seLinuxChangePolicy
  seLinuxOptions:SELinuxOptions seccompProfile:SeccompProfile supplementalGroups[#] supplementalGroupsPolicy
  sysctls[]:Sysctl windowsOptions:WindowsSecurityContextOptions
PodSpec
  activeDeadlineSeconds# affinity:Affinity automountServiceAccountToken? containers[]:Container dnsConfig:PodDNSConfig
  dnsPolicy enableServiceLinks? ephemeralContainers[]:EphemeralContainer evictionResponders[]:EvictionResponder
  hostAliases[]:HostAlias hostIPC? hostNetwork? hostPID? hostUsers? hostname hostnameOverride
  imagePullSecrets[]:LocalObjectReference initContainers[]:Container nodeName nodeSelector{} os:PodOS overhead{$}
  preemptionPolicy priority# priorityClassName readinessGates[]:PodReadinessGate resourceClaims[]:PodResourceClaim
  resources:ResourceRequirements restartPolicy runtimeClassName schedulerName schedulingGates[]:PodSchedulingGate
  schedulingGroup:PodSchedulingGroup securityContext:PodSecurityContext serviceAccount serviceAccountName
  setHostnameAsFQDN? shareProcessNamespace? subdomain terminationGracePeriodSeconds# tolerations[]:Toleration
  topologySpreadConstraints[]:TopologySpreadConstraint volumes[]:Volume
PodTemplate
  apiVersion kind metadata:ObjectMeta template:PodTemplateSpec
PodTemplateSpec
  metadata:ObjectMeta spec:PodSpec
PreferredSchedulingTerm
  preference:NodeSelectorTerm weight#
Probe
  exec:ExecAction failureThreshold# grpc:GRPCAction httpGet:HTTPGetAction initialDelaySeconds# periodSeconds#
  successThreshold# tcpSocket:TCPSocketAction terminationGracePeriodSeconds# timeoutSeconds#
ProjectedVolumeSource
  defaultMode# defaultUser# sources[]:VolumeProjection
ReplicaSet
  apiVersion kind metadata:ObjectMeta spec:ReplicaSetSpec status{*}
ReplicaSetSpec
  minReadySeconds# replicas# selector:LabelSelector template:PodTemplateSpec
ReplicationController
  apiVersion kind metadata:ObjectMeta spec:ReplicationControllerSpec status{*}
ReplicationControllerSpec
  minReadySeconds# replicas# selector{} template:PodTemplateSpec
ResourceClaim
  name request
ResourceFieldSelector
  containerName divisor$ resource
ResourceRequirements
  claims[]:ResourceClaim limits{$} requests{$}
RollingUpdateDaemonSet
  maxSurge$ maxUnavailable$
RollingUpdateDeployment
  maxSurge$ maxUnavailable$
RollingUpdateStatefulSetStrategy
  maxUnavailable$ partition#
SELinuxOptions
  level role type user
SeccompProfile
  localhostProfile type
SecretEnvSource
  name optional?
SecretKeySelector
  key name optional?
SecretProjection
  items[]:KeyToPath name optional?
SecretVolumeSource
  defaultMode# defaultUser# items[]:KeyToPath optional? secretName
SecurityContext
  allowPrivilegeEscalation? appArmorProfile:AppArmorProfile capabilities:Capabilities privileged? procMount
  readOnlyRootFilesystem? runAsGroup# runAsNonRoot? runAsUser# seLinuxOptions:SELinuxOptions
  seccompProfile:SeccompProfile windowsOptions:WindowsSecurityContextOptions
ServiceAccountTokenProjection
  audience expirationSeconds# path user#
SleepAction
  seconds#
StatefulSet
  apiVersion kind metadata:ObjectMeta spec:StatefulSetSpec status{*}
StatefulSetOrdinals
  start#
StatefulSetPersistentVolumeClaimRetentionPolicy
  whenDeleted whenScaled
StatefulSetSpec
  minReadySeconds# ordinals:StatefulSetOrdinals
  persistentVolumeClaimRetentionPolicy:StatefulSetPersistentVolumeClaimRetentionPolicy podManagementPolicy replicas#
  revisionHistoryLimit# selector:LabelSelector serviceName template:PodTemplateSpec
  updateStrategy:StatefulSetUpdateStrategy volumeClaimTemplates[]:PersistentVolumeClaim
StatefulSetUpdateStrategy
  rollingUpdate:RollingUpdateStatefulSetStrategy type
SuccessPolicy
  rules[]:SuccessPolicyRule
SuccessPolicyRule
  succeededCount# succeededIndexes
Sysctl
  name value
TCPSocketAction
  host port$
Toleration
  effect key operator tolerationSeconds# value
TopologyConstraint
  key
TopologySpreadConstraint
  labelSelector:LabelSelector matchLabelKeys[] maxSkew# minDomains# nodeAffinityPolicy nodeTaintsPolicy topologyKey
  whenUnsatisfiable
TypedLocalObjectReference
  apiGroup kind name
TypedObjectReference
  apiGroup kind name namespace
Volume
  awsElasticBlockStore{*} azureDisk{*} azureFile{*} cephfs{*} cinder{*} configMap:ConfigMapVolumeSource
  csi:CSIVolumeSource downwardAPI:DownwardAPIVolumeSource emptyDir:EmptyDirVolumeSource ephemeral:EphemeralVolumeSource
  fc{*} flexVolume{*} flocker{*} gcePersistentDisk{*} gitRepo{*} glusterfs{*} hostPath:HostPathVolumeSource
  image:ImageVolumeSource iscsi:ISCSIVolumeSource name nfs:NFSVolumeSource
  persistentVolumeClaim:PersistentVolumeClaimVolumeSource photonPersistentDisk{*} portworxVolume{*}
  projected:ProjectedVolumeSource quobyte{*} rbd{*} scaleIO{*} secret:SecretVolumeSource storageos{*} vsphereVolume{*}
VolumeDevice
  devicePath name
VolumeMount
  bindMountOptions[] mountPath mountPropagation name readOnly? recursiveReadOnly subPath subPathExpr
VolumeProjection
  clusterTrustBundle:ClusterTrustBundleProjection configMap:ConfigMapProjection downwardAPI:DownwardAPIProjection
  podCertificate:PodCertificateProjection secret:SecretProjection serviceAccountToken:ServiceAccountTokenProjection
VolumeResourceRequirements
  limits{$} requests{$}
WeightedPodAffinityTerm
  podAffinityTerm:PodAffinityTerm weight#
WindowsSecurityContextOptions
  gmsaCredentialSpec gmsaCredentialSpecName hostProcess? runAsUserName
WorkloadPodGroupDisruptionMode
  all{*} single{*}
WorkloadPodGroupGangSchedulingPolicy
  minCount#
WorkloadPodGroupResourceClaim
  name resourceClaimName resourceClaimTemplateName
WorkloadPodGroupSchedulingConstraints
  topology[]:TopologyConstraint
WorkloadPodGroupSchedulingPolicy
  basic{*} gang:WorkloadPodGroupGangSchedulingPolicy
`;

/** Kubernetes whose fields these are. */
export const KUBERNETES_VERSION = '1.37';

/** What a field holds; with neither scalar nor type anything. */
export interface FieldContent {
  /** @default - one value */
  readonly collection?: 'list' | 'mapping';
  readonly scalar?: Scalar;
  /** The type that says which fields there are. */
  readonly type?: string;
}

/** A value without parts. */
export type Scalar = 'text' | 'whole number' | 'boolean' | 'text or number';

/** What stands behind the name of a field in {@link TABLE}. */
const SCALARS: Readonly<Record<string, Scalar>> = {
  '': 'text',
  '#': 'whole number',
  '?': 'boolean',
  $: 'text or number',
};

/** Fields by name. */
export type Fields = ReadonlyMap<string, FieldContent>;

let parsed: ReadonlyMap<string, Fields> | undefined;

/** The fields of each type of Kubernetes' workloads. */
export function workloadTypes(): ReadonlyMap<string, Fields> {
  parsed ??= new Map(
    TABLE.trim()
      .split(/\n(?! )/)
      .map(parseType),
  );
  return parsed;
}

function parseType(text: string): readonly [string, Fields] {
  const [type = '', ...fields] = text.split(/\s+/);
  return [type, new Map(fields.map(parseField))];
}

const FIELD = /^(?<name>\w+)(?<open>[[{])?(?<sign>[#?$*])?[\]}]?(?::(?<type>\w+))?$/;

function parseField(text: string): readonly [string, FieldContent] {
  const { name = '', open, sign = '', type } = FIELD.exec(text)?.groups ?? {};
  const collection = open === '[' ? 'list' : open ? 'mapping' : undefined;
  return [name, defined({ collection, type, scalar: type ? undefined : SCALARS[sign] })];
}
