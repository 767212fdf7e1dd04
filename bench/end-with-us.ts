import type { ChildProcess } from 'node:child_process';

/** Ends a process together with this one, whatever ends this one but `kill -9`. */
export function endWithUs(child: ChildProcess): void {
  // Before the files that it uses are removed.
  process.prependListener('exit', () => child.kill('SIGKILL'));
}
