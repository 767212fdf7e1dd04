/** A disk of a few megabytes that a test can fill: a file system in memory. */
import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CHUNK = Buffer.alloc(64 * 1024, 1);

/** Mounted disks, to be let go when this process ends in whatever way it can notice. */
const mounted = new Set<SmallDisk>();
process.on('exit', () => {
  for (const disk of mounted) disk.close();
});

export class SmallDisk {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Throws where it is not permitted: mounting takes root. */
  static mount(megabytes: number): SmallDisk {
    const path = mkdtempSync(join(tmpdir(), 'rollcall-disk-'));
    try {
      run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'rollcall-test', path);
    } catch (error) {
      rmdirSync(path);
      throw error;
    }
    // PostgreSQL runs as another user where we are root.
    chmodSync(path, 0o777);
    const disk = new SmallDisk(path);
    mounted.add(disk);
    return disk;
  }

  /** Takes what is left, to the last byte. May be called again. */
  fill(): void {
    const file = openSync(join(this.path, 'ballast'), 'a');
    try {
      for (let size = CHUNK.length; size >= 1; ) {
        try {
          // A disk that is nearly full takes less than it is given.
          writeSync(file, CHUNK, 0, size);
        } catch (error) {
          if (Reflect.get(Object(error), 'code') !== 'ENOSPC') throw error;
          size = Math.floor(size / 2);
        }
      }
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(join(this.path, 'ballast'), { force: true });
  }

  /** Nobody may use it any more. */
  close(): void {
    if (!mounted.delete(this)) return;
    run('umount', this.path);
    rmdirSync(this.path);
  }
}

/** Why no disk can be mounted here; undefined where it can. */
export function noSmallDisk(): string | undefined {
  try {
    SmallDisk.mount(1).close();
    return undefined;
  } catch (error) {
    return `no small disk can be mounted: ${error instanceof Error ? error.message.trim() : error}`;
  }
}

function run(command: string, ...words: string[]): void {
  execFileSync(command, words, { stdio: 'pipe' });
}
