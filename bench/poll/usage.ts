import { readdirSync, readFileSync } from 'node:fs';

/** CPU time (ms) and memory (MiB) of a process and of those that it started. */
export type Usage = { readonly cpu: number; readonly memory: number };

/** Linux counts CPU time in hundredths of a second (proc_pid_stat(5), USER_HZ). */
const TICK = 10;

/** Fields of /proc/PID/stat behind the command, counted from there: proc_pid_stat(5). */
const [PARENT, USER, SYSTEM] = [1, 11, 12];

type Process = { readonly parent: number; readonly cpu: number; readonly memory: number; readonly command: string };

/** Usage of this process's offspring whose command holds `command`; `null` where there is no /proc. */
export function usageOf(command: string): Usage | null {
  const all = processes();
  if (all === null) return null;
  const own = [...all].filter(([pid, { command: of }]) => of.includes(command) && isOffspring(all, pid));
  return {
    cpu: own.reduce((sum, [, { cpu }]) => sum + cpu, 0),
    memory: own.reduce((sum, [, { memory }]) => sum + memory, 0),
  };
}

/** Ids of this process's offspring whose command holds `command`; none where there is no /proc. */
export function idsOf(command: string): readonly number[] {
  const all = processes() ?? new Map<number, Process>();
  return [...all].filter(([pid, { command: of }]) => of.includes(command) && isOffspring(all, pid)).map(([pid]) => pid);
}

function isOffspring(all: ReadonlyMap<number, Process>, pid: number): boolean {
  const parent = all.get(pid)?.parent;
  return parent !== undefined && (parent === process.pid || isOffspring(all, parent));
}

function processes(): ReadonlyMap<number, Process> | null {
  const found = new Map<number, Process>();
  try {
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const one = processOf(name);
      if (one !== null) found.set(Number(name), one);
    }
  } catch {
    return null;
  }
  return found;
}

function processOf(pid: string): Process | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const kibibytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0;
    return {
      parent: fields[PARENT] ?? 0,
      cpu: ((fields[USER] ?? 0) + (fields[SYSTEM] ?? 0)) * TICK,
      memory: Number(kibibytes) / 1024,
      command: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
    };
  } catch {
    // It has ended meanwhile.
    return null;
  }
}
