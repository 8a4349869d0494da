import { isUtf16 } from '../input/file-content';
import { InputError, type Problem } from '../input/problem';
import { unwrapAuthFile } from './auth-file-wrapping';
import { decodeUtf8 } from './auth-value';
import { foreignFile, topNames, withoutLogins } from './foreign-file';
import { JsonError, type JsonValue, parseJson } from './json-document';

/** A Secret holds no more, so no file that travels in one is larger. */
const MAX_BYTES = 1024 * 1024;

/** The JSON of an authentication file. */
export interface AuthDocument {
  readonly value: JsonValue;
  /** What was taken off on the way to it. */
  readonly warnings: readonly Problem[];
}

/**
 * Reads the JSON of an authentication file, in whatever people have it.
 *
 * @param source name of the file in messages
 * @throws InputError where there is none.
 */
export function readAuthDocument(content: string | Uint8Array, source: string): AuthDocument {
  const text = readText(content, source);
  const unmarked = text.replace(/^\ufeff/, '');
  const unwrapped = InputError.amend(
    (problem) => ({ ...problem, what: `${source}: ${problem.what}` }),
    () => unwrapAuthFile(unmarked, source),
  );
  const warnings = [
    ...(unmarked === text ? [] : [BYTE_ORDER_MARK]),
    ...(unwrapped.wrapping ? [wrapped(unwrapped.wrapping)] : []),
  ];
  return { value: readJson(unwrapped.text, source), warnings };
}

const BYTE_ORDER_MARK: Problem = {
  what: 'the file begins with a byte order mark, which is dropped',
  why: 'no reader accepts it',
};

function wrapped(wrapping: string): Problem {
  const what = `the file is ${wrapping}, out of which the authentication file is taken`;
  return { what, why: 'the guest would refuse it as it is', rule: 'auth-file-wrapping' };
}

function readText(content: string | Uint8Array, source: string): string {
  const size = typeof content === 'string' ? Buffer.byteLength(content) : content.length;
  if (size > MAX_BYTES) {
    const why = `a Secret holds ${MAX_BYTES} bytes`;
    const fix = 'write a file with the entries that are needed';
    throw new InputError({ what: `${source} has ${size} bytes`, why, fix });
  }
  const text = typeof content === 'string' ? content : decodeUtf8(content);
  if (text !== undefined) return text;
  const utf16 = typeof content !== 'string' && isUtf16(content);
  const what = `${source} is not UTF-8${utf16 ? ' but UTF-16' : ''}`;
  throw new InputError({ what, fix: 'write the file saved as UTF-8' });
}

function readJson(text: string, source: string): JsonValue {
  try {
    const { value, rest } = parseJson(text);
    if (rest) throw rest;
    return value;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const foreign = foreignFile(topNames(text));
    throw new InputError(
      foreign
        ? { what: `${source} is no JSON, and holds ${foreign.what}`, ...withoutLogins(foreign) }
        : {
            what: `${source} ${error.message}`,
            why: 'the guest and the kubelet read JSON alone',
            fix: 'write {"auths": {"<registry>": {"auth": "…"}}}',
          },
    );
  }
}
