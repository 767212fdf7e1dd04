/** Where a command line writes, and what it ends with. */
import type { Writable } from 'node:stream';

/** A process is one; a test has others. */
export interface Output {
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean | undefined };
  /** Undefined is a success. */
  exitCode?: number | string | null | undefined;
}

export function printLine(stream: Writable, text: string): void {
  stream.write(`${text}\n`);
}
