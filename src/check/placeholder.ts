/** As envsubst, make, Helm and people write what is to be replaced before `kubectl apply`. */
const PLACEHOLDER = /\$\{?[A-Za-z_]|\$\(|\{\{|<[\w .-]+>|\[[A-Z_]{3,}\]/;

/** Whether a text is not yet the one that the cluster gets, so that nothing can be said of it. */
export function hasPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text);
}
