/**
 * A function that makes each result once.
 *
 * @param keyOf what tells arguments with different results apart
 */
export function memoized<A, T>(make: (argument: A) => T, keyOf: (argument: A) => string): (argument: A) => T {
  const made = new Map<string, T>();
  return (argument) => {
    const key = keyOf(argument);
    const known = made.get(key);
    if (known !== undefined) return known;
    const result = make(argument);
    made.set(key, result);
    return result;
  };
}
