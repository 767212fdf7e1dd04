/** Looks at the processes of this machine, for tests that stop or end a server of several. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

interface Found {
  readonly pid: number;
  readonly parent: number;
  readonly isZombie: boolean;
}

/** Those whose parent a process is, without those that ended. */
export function childrenOf(pid: number): number[] {
  return processes()
    .filter(({ parent, isZombie }) => parent === pid && !isZombie)
    .map((found) => found.pid);
}

/** Those of a list that still run; one that ended and that nobody waited for does not. */
export function stillRunning(pids: readonly number[]): number[] {
  const running = new Set(
    processes()
      .filter(({ isZombie }) => !isZombie)
      .map(({ pid }) => pid),
  );
  return pids.filter((pid) => running.has(pid));
}

/** Sends a signal, also where the process ended meanwhile. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (Reflect.get(Object(error), 'code') !== 'ESRCH') throw error;
  }
}

/** Where there is no /proc, `ps` tells; small containers have no `ps`. */
function processes(): Found[] {
  if (!existsSync('/proc/self/stat')) {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' });
    return lines.split('\n').flatMap((line) => {
      const [pid, parent, state] = line.trim().split(/\s+/);
      return state === undefined ? [] : [found(pid, parent, state)];
    });
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = readStat(name);
      // The command's name is in parentheses and may have any characters.
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return state === undefined || state === '' ? [] : [found(name, parent, state)];
    });
}

function readStat(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}

function found(pid: string | undefined, parent: string | undefined, state: string): Found {
  return { pid: Number(pid), parent: Number(parent), isZombie: state.startsWith('Z') };
}
