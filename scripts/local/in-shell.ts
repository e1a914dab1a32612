/** A path as an argument to type: in quotation marks, where a shell would take it for several, or for a pattern. */
export function inShell(path: string): string {
  if (/^[\w./\\:@%+=,-]+$/.test(path)) return path;
  // cmd.exe knows no single ones.
  return process.platform === 'win32' ? `"${path}"` : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
