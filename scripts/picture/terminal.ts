/** Program and arguments that run a shell command in a pseudo-terminal whose output is piped: `script`, of util-linux or BSD. */
export function inTerminal(command: string): readonly [program: string, args: readonly string[]] {
  return process.platform === 'darwin'
    ? ['script', ['-q', '/dev/null', 'sh', '-c', command]]
    : ['script', ['-qefc', command, '/dev/null']];
}
