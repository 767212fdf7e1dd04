import { Refusal } from '../core.ts';
import { isUnfinishedCopy, UnavailableError } from '../db/index.ts';
import { type Place, readPlace } from './place.ts';
import { openPostgresSide } from './postgres-side.ts';
import type { CopyProgress, CopyResult } from './result.ts';
import { run } from './run.ts';
import type { Side } from './side.ts';
import { openSqliteSide } from './sqlite-side.ts';

export interface CopyRequest {
  /** Data directory or PostgreSQL URL. */
  readonly from: string;
  readonly to: string;
  /** Told of progress, often. */
  readonly report?: (progress: CopyProgress) => void;
}

/**
 * Copies everything from one database to another and checks it. It can be killed at any moment: started
 * again it goes on where it was. Until it has come to its end no server works on the target.
 *
 * @throws Refusal when a place cannot be what it is to be, or when the source changed meanwhile.
 * @throws LockedError, UnavailableError when a database is in use or away.
 */
export async function copyDatabase({ from, to, report }: CopyRequest): Promise<CopyResult> {
  const [origin, goal] = [readPlace('--from', from), readPlace('--to', to)];
  if (origin.name === goal.name) throw new Refusal('invalid', '--from and --to are the same.');
  const source = await open(origin, 'source');
  try {
    if (await isUnfinishedCopy(source.session)) {
      throw new Refusal('refused', `${source.name} is itself an unfinished copy.`);
    }
    const target = await open(goal, 'target');
    try {
      return await run(source, target, report ?? (() => {}));
    } finally {
      await target.close();
    }
  } catch (error) {
    throw interrupted(error);
  } finally {
    await source.close();
  }
}

async function open(place: Place, role: 'source' | 'target'): Promise<Side> {
  return place.kind === 'sqlite' ? openSqliteSide(place, role) : openPostgresSide(place, role);
}

/** A database that went away meanwhile: nothing is lost. */
function interrupted(error: unknown): unknown {
  if (!(error instanceof UnavailableError) || !(error.cause instanceof Error)) return error;
  return new UnavailableError(
    `${error.message} (${error.cause.message}) What was copied is kept: run the same command again to ` +
      'go on.',
    { cause: error },
  );
}
