import { Refusal } from '../core.ts';
import { isUnfinishedCopy } from '../db/index.ts';
import { same } from './check.ts';
import type { Ends } from './copy-organization.ts';
import { digestOf } from './digest.ts';
import { type CopiedTable, pages } from './pages.ts';
import { removeMark } from './progress.ts';
import type { CopyResult } from './result.ts';
import { headOf, organizationsOf } from './source.ts';

/**
 * Ends a copy in one transaction: what is global and organisations, which a server looks for first, then the mark.
 * So nobody can serve half a copy, not even a server that runs on the target already. The source is in a
 * snapshot.
 */
export async function finish(
  { source, target }: Ends,
  globalTables: readonly CopiedTable[],
): Promise<void> {
  await target.begin('write');
  if ((await organizationsOf(target.session)).size > 0) {
    throw new Refusal(
      'conflict',
      `Somebody made an organisation in ${target.name} meanwhile. Stop the servers there, drop the ` +
        'database and create it again (or remove the directory), and run the same command again.',
    );
  }
  // A fresh database has plans and roles of its own; what refers to others goes before them.
  for (const { name } of globalTables.toReversed()) {
    await target.execute({ sql: `delete from ${name}`, parameters: [] });
  }
  for (const table of globalTables) {
    for await (const { rows } of pages(source, table, undefined)) {
      await target.insert(table.name, table.columns, rows);
    }
    const there = await digestOf(source, table, undefined);
    const here = await digestOf(target, table, undefined);
    if (!same(there, here)) throw new Error(`${table.name} is not the same in both databases.`);
  }
  await removeMark(target);
  await target.commit();
}

/**
 * Organisations of the source that are not as they were copied: changed, new or gone. Source and target
 * are in transactions.
 *
 * @param copied Those that the target has.
 */
export async function movedOrganizations(
  { source, target }: Ends,
  copied: ReadonlySet<string>,
): Promise<string[]> {
  const present = await organizationsOf(source.session);
  const moved: string[] = [];
  for (const [id, slug] of present) {
    const isSame = copied.has(id) && (await headOf(source, id)) === (await headOf(target, id));
    if (!isSame) moved.push(slug);
  }
  return [...moved, ...[...copied].filter((id) => !present.has(id))];
}

/** @throws Refusal when there are any. */
export function refuseMoved(moved: readonly string[], source: string): void {
  if (moved.length === 0) return;
  const names = moved.slice(0, 5).join(', ') + (moved.length > 5 ? ', …' : '');
  throw new Refusal(
    'conflict',
    `${source} changed while it was copied (organisations: ${names}). Stop every server that runs on ` +
      'it and run the same command again: it copies what changed.',
  );
}

/** @throws Refusal when servers work on either end: they would write to it, or answer from half a copy. */
export async function refuseServers({ source, target }: Ends): Promise<void> {
  for (const side of [source, target]) {
    if (!(await side.hasServers())) continue;
    throw new Refusal(
      'conflict',
      `A server or another command works on ${side.name}. Stop every node that is connected to it and ` +
        'run the same command again.',
    );
  }
}

/** What there is to say of a copy that an earlier run finished; undefined if there is none. */
export async function finishedBefore(ends: Ends): Promise<CopyResult | undefined> {
  const { source, target } = ends;
  if (await isUnfinishedCopy(target.session)) return undefined;
  await source.begin('snapshot');
  await target.begin('snapshot');
  const copied = await organizationsOf(target.session);
  const isFinished =
    copied.size > 0 && (await movedOrganizations(ends, new Set(copied.keys()))).length === 0;
  await target.commit();
  await source.commit();
  if (!isFinished) return undefined;
  return {
    ok: true,
    alreadyFinished: true,
    from: source.name,
    to: target.name,
    organizations: copied.size,
    rows: {},
    rowsCopied: 0,
    copiedAgain: [],
    brokenChains: [],
  };
}
