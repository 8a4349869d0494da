import { InputError, type Problem, write } from '../input/problem';
import { quote } from '../input/quote';
import { DOCKER_HUB, ImageReference, isRegistryHost, isRepositoryPath, MAX_REFERENCE_LENGTH } from './image-reference';

/**
 * Hosts that people write for Docker Hub: its name, its old index and its registry.
 * Source: guest-components, image-rs/src/auth/auth_config.rs, `normalize_registry`.
 */
const DOCKER_HUB_HOSTS: ReadonlySet<string> = new Set([DOCKER_HUB, 'index.docker.io', 'registry-1.docker.io']);

/** Whether this host is Docker Hub by one of its names. */
export function isDockerHub(host: string): boolean {
  return DOCKER_HUB_HOSTS.has(host);
}

/** Where a credential is meant to be used: a registry, or a part of it. */
export interface RegistryScope {
  /** Host[:port], `docker.io` for Docker Hub. */
  readonly host: string;
  /** Path in the registry, e.g. `team/app`, or empty for all of it. */
  readonly path: string;
}

/** `host[:port][/path]`, the form in which keys are written. */
export function scopeText({ host, path }: RegistryScope): string {
  return path ? `${host}/${path}` : host;
}

/**
 * Reads `host[:port][/path]`. A scheme and slashes at the end are dropped, Docker Hub's other names become `docker.io`,
 * and behind those or a scheme the API version of `https://index.docker.io/v1/` goes, as the kubelet and docker do it.
 *
 * @param label what the text is called in a message, `key` for that of a file
 * @throws InputError where no image can be covered by it, or where it is not clear which.
 */
export function parseRegistryScope(text: string, label = 'registry'): RegistryScope {
  if (text.length > MAX_REFERENCE_LENGTH) {
    const what = `${label} ${quote(text)} has ${text.length} characters`;
    throw new InputError({ what, why: `no name of an image has more than ${MAX_REFERENCE_LENGTH}` });
  }
  const scheme = /^https?:\/\//.exec(text)?.[0] ?? '';
  const rest = text.slice(scheme.length).replace(/\/+$/, '');
  const slash = rest.indexOf('/');
  const host = slash < 0 ? rest : rest.slice(0, slash);
  const path = slash < 0 ? '' : rest.slice(slash + 1);
  const problem = findMistake(label, text, host, path);
  if (problem) throw new InputError(problem);
  const isAlias = isDockerHub(host) && host !== DOCKER_HUB;
  const hasVersion = scheme !== '' || isAlias;
  return { host: isAlias ? DOCKER_HUB : host, path: hasVersion ? path.replace(/^v[12](\/|$)/, '') : path };
}

function findMistake(label: string, text: string, host: string, path: string): Problem | undefined {
  if (text.replace(/@sha\d+:/, '').includes('@')) {
    const why = 'user and password have keys of their own';
    return { what: `${label} has an "@" in it`, why, fix: 'write the registry without what stands before the "@"' };
  }
  const what = `${label} ${quote(text)}`;
  if (text.trim() === '') {
    return { what: `${label} is empty`, fix: 'write host[:port][/path], e.g. registry.example:5000/team' };
  }
  return (
    findForeignCharacter(what, text) ??
    findImageMark(what, text, host, path) ??
    findHostMistake(what, host, path) ??
    findPathMistake(what, path)
  );
}

function findForeignCharacter(what: string, text: string): Problem | undefined {
  if (/\s/.test(text)) {
    const why = 'no reader of credentials finds a key with it';
    return { what: `${what} has white space in it`, why, fix: write(text.replace(/\s+/g, '')) };
  }
  if (/[*?]/.test(text)) {
    const why = 'the guest compares keys letter by letter, only the kubelet knows wildcards';
    return { what: `${what} is a glob`, why, fix: 'write one credential for each registry' };
  }
  if (text !== text.toLowerCase()) {
    const why = 'keys are compared case-sensitively, and the path of an image has no upper case';
    return { what: `${what} has upper-case letters`, why, fix: write(text.toLowerCase()) };
  }
  return undefined;
}

/** Finds a tag or a digest, which belong to an image. */
function findImageMark(what: string, text: string, host: string, path: string): Problem | undefined {
  const why = 'a credential is for all versions of an image';
  if (/@sha\d+:/.test(text)) {
    return { what: `${what} has a digest`, why, fix: write(withoutVersion(host, path.replace(/@.*/, ''))) };
  }
  const hasTag = path === '' ? /^[^:[]+:[^:]*[^:\d][^:]*$/.test(host) : isRegistryHost(host) && path.includes(':');
  return hasTag ? { what: `${what} has a tag`, why, fix: write(withoutVersion(host, path)) } : undefined;
}

function withoutVersion(host: string, path: string): string {
  const name = path ? `${host}/${path.replace(/:.*/, '')}` : host.replace(/:.*/, '');
  return `${name} (image: in place of registry: takes the whole reference)`;
}

function findHostMistake(what: string, host: string, path: string): Problem | undefined {
  if (!isRegistryHost(host)) {
    const address = /^[0-9a-f]*:[0-9a-f]*:[0-9a-f:]*$/.test(host);
    const why = `${quote(host)} is not host[:port]`;
    return { what: `${what} has a bad host`, why, fix: write(address ? `[${host}]${path && '/'}${path}` : undefined) };
  }
  const port = /:(\d+)$/.exec(host)?.[1];
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) {
    return { what: `${what} has the impossible port ${port}`, why: 'nothing can listen there' };
  }
  if (host !== 'localhost' && !/[.:]/.test(host)) {
    const name = path ? `${host}/${path}` : host;
    const why = 'a first part without a dot or a port is not a host but a path on Docker Hub';
    return { what: `${what} names no host`, why, fix: `write ${DOCKER_HUB}/${name}, or the registry's host in front` };
  }
  return undefined;
}

function findPathMistake(what: string, path: string): Problem | undefined {
  if (path === '' || isRepositoryPath(path)) return undefined;
  return { what: `${what} has a bad path`, why: `no image can be named ${quote(path)}` };
}

/**
 * The scope that is just this image's repository.
 *
 * @throws InputError where the reference is not one, or its host is one that no credential can be written for.
 */
export function imageScope(reference: string): RegistryScope {
  const image = ImageReference.parse(reference);
  const { host } = parseRegistryScope(image.registry || image.name);
  return { host, path: image.repository };
}
