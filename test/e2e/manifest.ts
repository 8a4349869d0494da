/** The fields of a Pod that the engine of these tests understands, as they stand in a manifest. */
export interface PodManifest {
  readonly restartPolicy: 'Never';
  readonly automountServiceAccountToken: false;
  readonly enableServiceLinks: false;
  readonly affinity?: object;
  readonly nodeSelector?: object;
  readonly tolerations?: object;
  readonly priorityClassName?: string;
  readonly imagePullSecrets?: object;
  readonly securityContext: {
    readonly runAsUser: number;
    readonly runAsGroup: number;
    readonly runAsNonRoot?: boolean;
    readonly fsGroup?: number;
    readonly fsGroupChangePolicy?: string;
    readonly seccompProfile: { readonly type: 'RuntimeDefault' };
  };
  readonly containers: readonly ContainerManifest[];
  readonly volumes: readonly VolumeManifest[];
}

export interface ContainerManifest {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly resources: {
    readonly requests: object;
    readonly limits: { readonly cpu: string; readonly memory: string };
  };
  readonly securityContext: {
    readonly allowPrivilegeEscalation: false;
    readonly capabilities: { readonly drop: readonly string[] };
    readonly readOnlyRootFilesystem: true;
  };
  readonly terminationMessagePolicy?: string;
  readonly volumeMounts: readonly VolumeMountManifest[];
}

export interface VolumeMountManifest {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string;
  readonly readOnly?: boolean;
}

export interface VolumeManifest {
  readonly name: string;
  readonly projected?: { readonly defaultMode: number; readonly sources: readonly ProjectionManifest[] };
  readonly persistentVolumeClaim?: { readonly claimName: string };
  readonly hostPath?: { readonly path: string; readonly type: string };
}

export interface ProjectionManifest {
  readonly secret?: FilesManifest;
  readonly configMap?: FilesManifest;
}

export interface FilesManifest {
  readonly name: string;
  readonly items: readonly { readonly key: string; readonly path: string }[];
}

/** @throws where an object has a field that is not among those: nothing of a manifest may be ignored. */
export function onlyFields<T extends object>(where: string, object: T, ...fields: (keyof T & string)[]): T {
  const unknown = Object.keys(object).filter((field) => !(fields as string[]).includes(field));
  if (unknown.length > 0) {
    throw new Error(`${where}: the test's container engine does not know ${unknown.join(', ')}`);
  }
  return object;
}
