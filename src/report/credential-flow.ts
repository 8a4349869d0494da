import type { PodView } from '../check/pod-view';

/** More boxes of one kind than these nobody reads. */
const BOXES_AT_MOST = 30;

/** Where the credentials come from, and how the resources come into the KBS. */
export interface FlowOptions {
  /** `Job coco-tenant/kbs-upload`; undefined where something else brings them there. */
  readonly upload?: string;
}

/**
 * A Mermaid flowchart of the two ways of a credential: by the pull Secret to the host, by the KBS to the guest. Beyond 30
 * workloads those of a namespace share a box, beyond 30 namespaces all do.
 *
 * A box is known by the name of what it stands for, so that another workload changes none of the lines about the others. It
 * says who reads what it holds, and an arrow only where that is somebody else.
 */
export function credentialFlow(workloads: readonly PodView[], { upload }: FlowOptions): string {
  const boxes = new Set<string>();
  const arrows = new Set<string>();
  const box = (kind: string, label: string, reader = '') => {
    const id = idOf(kind, label);
    boxes.add(`${id}["${escaped(label)}${reader}"]`);
    return id;
  };
  const credentials = 'credentials';
  const labelOf = labelsFor(workloads);
  // Those that share a box have the same arrows, as a rule.
  const distinct = new Map(workloads.map((workload) => [arrowsKey(workload, labelOf(workload)), workload]));
  for (const workload of distinct.values()) {
    const target = box('workload', labelOf(workload));
    for (const name of workload.pullSecrets) {
      const secret = box('secret', `pull Secret ${workload.namespace}/${name}`, ', for the host');
      arrows.add(`${credentials} --> ${secret}`);
      arrows.add(`${secret} -->${workload.isPeerPod ? '|guest, too|' : ''} ${target}`);
    }
    const { authFile } = workload.guest;
    if (workload.isPeerPod || !authFile) continue;
    const resource = box('kbs', authFile, ', for the guest once attested');
    const bringer = upload && box('upload', upload);
    arrows.add(bringer ? `${credentials} --> ${bringer} --> ${resource}` : `${credentials} --> ${resource}`);
    arrows.add(`${resource} --> ${target}`);
  }
  if (arrows.size === 0) return '';
  return ['flowchart LR', `${credentials}["credentials in coco.yaml"]`, ...boxes, ...arrows].join('\n');
}

function arrowsKey({ namespace, pullSecrets, guest, isPeerPod }: PodView, label: string): string {
  return JSON.stringify([label, namespace, pullSecrets, guest.authFile, isPeerPod]);
}

function labelsFor(workloads: readonly PodView[]): (workload: PodView) => string {
  if (new Set(workloads.map(({ title }) => title)).size <= BOXES_AT_MOST) return ({ title }) => title;
  if (new Set(workloads.map(({ namespace }) => namespace)).size <= BOXES_AT_MOST) {
    return ({ namespace }) => `confidential workloads in ${namespace}`;
  }
  return () => 'confidential workloads';
}

/** A word that is not one of Mermaid's. */
function idOf(kind: string, label: string): string {
  return `${kind}_${label.replace(/[^A-Za-z0-9]/g, (character) => `_${character.charCodeAt(0).toString(16)}_`)}`;
}

/** As Mermaid writes characters that may mean something. */
function escaped(label: string): string {
  return label.replace(/[^\w .:/-]/g, (character) => `#${character.charCodeAt(0)};`);
}
