import { spawnSync } from 'node:child_process';

/** Every core, or one for those who answer and one for those who ask. */
export type Placement = 'free' | 'apart';

const ALL_CORES = '0-1';

/**
 * Puts a process with all its threads on a core. Left to itself, the scheduler wakes the load on the
 * core of the server that it just had an answer from, or does not, and requests a second differ by
 * half from run to run. Does nothing where there is no `taskset`.
 */
export function pin(pid: number | undefined, role: 'server' | 'load', placement: Placement): void {
  const core = role === 'server' ? '0' : '1';
  const cores = placement === 'free' ? ALL_CORES : core;
  spawnSync('taskset', ['--all-tasks', '--pid', '--cpu-list', cores, String(pid)]);
}
