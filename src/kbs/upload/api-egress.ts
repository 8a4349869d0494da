import { isIP } from 'node:net';
import { k8s } from 'cdk8s-plus-28';
import { InputError } from '../../input/problem';
import type { UploadContext } from './upload-task';

/** Where cluster DNS answers: 53, and 5353 on OpenShift, whose DNS Pods listen there. */
const DNS_PORTS = [53, 5353];
/** NodeLocal DNSCache: not a Pod, so no selector matches it. */
const NODE_LOCAL_DNS = '169.254.20.10/32';
const NAMESPACE_LABEL = 'kubernetes.io/metadata.name';

/**
 * What an upload to this address needs: the KBS, and DNS to find it.
 *
 * @throws InputError for the DNS name of a host outside the cluster, which a NetworkPolicy cannot name.
 */
export function apiEgress(url: URL, context: UploadContext): k8s.NetworkPolicyEgressRule[] {
  const address = addressRule(url);
  return address ? [address] : [{ to: [kbsPods(url.hostname, context)] }, dns()];
}

/**
 * What an upload through this proxy needs: the proxy alone, which finds the KBS itself.
 *
 * @throws InputError unless it is given by its address.
 */
export function proxyEgress(proxy: URL): k8s.NetworkPolicyEgressRule[] {
  const address = addressRule(proxy);
  if (address) return [address];
  throw new InputError({
    what: `a NetworkPolicy cannot allow the proxy ${proxy.hostname}`,
    why: 'it knows Pods and addresses, not DNS names, and the upload would reach nothing',
    fix: 'write networkPolicy: false, or the IP address of the proxy',
  });
}

/** The rule for an IP address; undefined for a DNS name. */
function addressRule(url: URL): k8s.NetworkPolicyEgressRule | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  if (family === 0) return undefined;
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  return { to: [{ ipBlock: { cidr: `${host}/${family === 4 ? 32 : 128}` } }], ports: tcp(port) };
}

/** The ports are those of the Pods, not of the Service that the address names, so they are left open. */
function kbsPods(host: string, { namespace, kbsPodLabels }: UploadContext): k8s.NetworkPolicyPeer {
  const podSelector = { matchLabels: { ...kbsPodLabels } };
  const other = serviceNamespace(host);
  return other === undefined || other === namespace
    ? { podSelector }
    : { podSelector, namespaceSelector: { matchLabels: { [NAMESPACE_LABEL]: other } } };
}

/** `kbs` → undefined (the Pod's own), `kbs.ns`, `kbs.ns.svc`, `kbs.ns.svc.cluster.local` → `ns`. */
function serviceNamespace(host: string): string | undefined {
  const [, namespace, svc, ...domain] = host.split('.');
  const inCluster = (svc === undefined || svc === 'svc') && ['', 'cluster.local'].includes(domain.join('.'));
  if (!inCluster) {
    throw new InputError({
      what: `a NetworkPolicy cannot allow ${host}`,
      why: 'it knows Pods and addresses, not DNS names, and the upload would reach nothing',
      fix: "write networkPolicy: false, or the KBS's Service (https://kbs.namespace.svc:8080) or address as url",
    });
  }
  return namespace;
}

function dns(): k8s.NetworkPolicyEgressRule {
  const ports = DNS_PORTS.flatMap((port) => [...udp(port), ...tcp(port)]);
  return { to: [{ namespaceSelector: {} }, { ipBlock: { cidr: NODE_LOCAL_DNS } }], ports };
}

function tcp(port: number): k8s.NetworkPolicyPort[] {
  return [{ protocol: 'TCP', port: k8s.IntOrString.fromNumber(port) }];
}

function udp(port: number): k8s.NetworkPolicyPort[] {
  return [{ protocol: 'UDP', port: k8s.IntOrString.fromNumber(port) }];
}
