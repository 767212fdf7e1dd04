import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../app.ts';
import { EVERYBODY, query } from '../db/index.ts';

/** How long a write may wait for its commit before the writer counts as stuck, milliseconds. */
const STUCK_MS = 2000;
/** How long an answer is good, milliseconds: anybody may ask, and each look costs a commit. */
const FRESH_MS = 500;

/** Something in PostgreSQL's log, and nothing in a table. */
const WRITE = { sql: "select pg_logical_emit_message(true, 'rollcall', '')", parameters: [] };

const one = query<Record<string, never>>()((db) => db.selectFrom('plan').select('id').limit(1));

/** What keeps the service from answering; empty when it is ready. */
export type Readiness = () => Promise<readonly string[]>;

/** Looks whether the database can be read and takes writes. */
export function createReadiness({ reader, writer }: Pick<App, 'reader' | 'writer'>): Readiness {
  let last: { readonly at: number; readonly problems: Promise<readonly string[]> } | undefined;
  const look = async () => {
    const reads = async () => {
      await reader.first(one, {});
      return [];
    };
    const writes = async () => {
      const written = writer.write(EVERYBODY, async (session) => {
        // A transaction that writes nothing commits also where nothing can be written.
        if (session.dialect.name === 'postgres') await session.dynamic(WRITE);
        return 'written';
      });
      const outcome = await Promise.race([written, sleep(STUCK_MS, 'stuck', { ref: false })]);
      return outcome === 'written' ? [] : ['Writes wait too long for their commit.'];
    };
    const results = await Promise.all([
      reads().catch(() => ['The database cannot be read.']),
      writes().catch(() => ['The database does not take writes.']),
    ]);
    return results.flat();
  };
  return () => {
    const now = performance.now();
    if (last === undefined || now - last.at > FRESH_MS) last = { at: now, problems: look() };
    return last.problems;
  };
}
