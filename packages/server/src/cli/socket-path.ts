import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';

const NAME = 'rollcall.sock';
/** Longest path of a Unix socket on the systems we know, bytes. */
const PATH_BYTES_MAX = 100;

/** A path to the control socket that the operating system takes, however deep the directory lies. */
export interface SocketPath {
  readonly path: string;
  /** Call when bound or connected. */
  release(): void;
}

/** On Linux a long path is reached through an open directory; elsewhere it stays as it is. */
export function socketPath(dataDir: string): SocketPath {
  const path = join(dataDir, NAME);
  if (Buffer.byteLength(path) <= PATH_BYTES_MAX || process.platform !== 'linux') {
    return { path, release: () => {} };
  }
  const directory = openSync(dataDir, 'r');
  return {
    path: `/proc/self/fd/${directory}/${NAME}`,
    release: () => closeSync(directory),
  };
}
