import type { Finding } from '../../input/problem';

/** What a finding says, without the file and the line. */
export function messageOf({ places, what, why, fix }: Finding): string {
  const { subject } = places.at(-1) ?? {};
  return `${subject ? `${subject}: ` : ''}${what}${why ? `: ${why}` : ''}${fix ? `; ${fix}` : ''}`;
}
