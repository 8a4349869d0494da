/** A `coco.yaml` with its passwords in the environment, where a literal one would be warned of. */
export function passwordVariables(text: string): { text: string; environment: Record<string, string> } {
  const environment: Record<string, string> = {};
  const replaced = text.replace(/\bpassword: ([\w-]+)(?=\s*[,}\n])/g, (_, password: string) => {
    const name = `PASSWORD_${Object.keys(environment).length}`;
    environment[name] = password;
    return `password: "\${${name}}"`;
  });
  return { text: replaced, environment };
}
