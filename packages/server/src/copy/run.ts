/** One run of a copy, from the claim of the target to its end. */
import {
  type CopiedTableName,
  GLOBAL_KEYS,
  GLOBAL_TABLE_NAMES,
  ORGANIZATION_KEYS,
  ORGANIZATION_TABLES,
} from '../db/index.ts';
import { checkOrganization } from './check.ts';
import { clearOrganization, copyOrganization, type Ends } from './copy-organization.ts';
import {
  finish,
  finishedBefore,
  movedOrganizations,
  refuseMoved,
  refuseServers,
} from './finish.ts';
import type { CopiedTable } from './pages.ts';
import { claimTarget, type Part } from './progress.ts';
import type { CopyProgress, CopyResult } from './result.ts';
import type { Side } from './side.ts';
import { headOf, organizationsOf, sizeOf } from './source.ts';

type Report = (progress: CopyProgress) => void;

/** @throws Refusal when the target holds anything else, or when the source changed meanwhile. */
export async function run(source: Side, target: Side, report: Report): Promise<CopyResult> {
  const tables = await tablesOf(source, target, ORGANIZATION_TABLES, ORGANIZATION_KEYS);
  const ends: Ends = { source, target, tables };
  const finished = await finishedBefore(ends);
  if (finished !== undefined) return finished;
  await refuseServers(ends);
  const parts = await claimTarget(target, source.name);
  const { organizations, rowsCopied, toCheck } = await copyAll(ends, parts, report);
  const checked = await checkAll(ends, organizations, toCheck, report);
  await refuseServers(ends);
  await source.begin('snapshot');
  await target.begin('snapshot');
  refuseMoved(await movedOrganizations(ends, new Set(organizations.keys())), source.name);
  await target.commit();
  await finish(ends, await tablesOf(source, target, GLOBAL_TABLE_NAMES, GLOBAL_KEYS));
  await source.commit();
  return {
    ...checked,
    alreadyFinished: false,
    from: source.name,
    to: target.name,
    organizations: organizations.size,
    rowsCopied,
  };
}

/** Both sides have the same columns, since both have seen all migrations. */
async function tablesOf(
  source: Side,
  target: Side,
  names: readonly CopiedTableName[],
  keys: Readonly<Partial<Record<CopiedTableName, readonly string[]>>>,
): Promise<readonly CopiedTable[]> {
  const tables: CopiedTable[] = [];
  for (const name of names) {
    const columns = await source.columns(name);
    if (JSON.stringify(columns) !== JSON.stringify(await target.columns(name))) {
      throw new Error(`The table ${name} has other columns in ${target.name}.`);
    }
    tables.push({ name, columns, keys: keys[name] ?? [] });
  }
  return tables;
}

async function copyAll(ends: Ends, parts: Map<string, Part>, report: Report) {
  const { source } = ends;
  await source.begin('snapshot');
  const organizations = await organizationsOf(source.session);
  await clearChanged(ends, parts, organizations);
  const size = { rows: 0, changes: 0 };
  for (const id of organizations.keys()) {
    const { rows, changes } = await sizeOf(source, id);
    size.rows += rows;
    size.changes += changes;
  }
  const before = [...parts.values()].reduce((sum, { rows }) => sum + rows, 0);
  let rowsCopied = 0;
  const written = (count: number) => {
    rowsCopied += count;
    const rows = before + rowsCopied;
    report({ step: 'copying', rows, rowsNow: rowsCopied, total: size.rows });
  };
  written(0);
  for (const id of organizations.keys()) {
    const part = parts.get(id);
    if (part?.state !== 'done') await copyOrganization(ends, id, part, written);
  }
  await source.commit();
  return { organizations, rowsCopied, toCheck: size.rows + size.changes };
}

/** What an earlier run copied and has changed since is copied again from its beginning. */
async function clearChanged(
  ends: Ends,
  parts: Map<string, Part>,
  present: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [id, { state }] of parts) {
    if (state !== 'clearing' && present.has(id)) {
      await ends.target.begin('snapshot');
      const isSame = (await headOf(ends.source, id)) === (await headOf(ends.target, id));
      await ends.target.commit();
      if (isSame) continue;
    }
    await clearOrganization(ends, id);
    parts.delete(id);
  }
}

async function checkAll(
  ends: Ends,
  organizations: ReadonlyMap<string, string>,
  total: number,
  report: Report,
) {
  const { source, target } = ends;
  await target.settle();
  // As the source is now, not as it was when the copy began.
  await source.begin('snapshot');
  const rows: Record<string, number> = {};
  const moved: string[] = [];
  const copiedAgain: string[] = [];
  const brokenChains: string[] = [];
  let checked = 0;
  for (const [id, slug] of organizations) {
    const verdict = await checkOrganization(ends, id, (count) => {
      checked += count;
      report({ step: 'checking', rows: checked, rowsNow: checked, total });
    });
    if (verdict.state === 'moved') {
      moved.push(slug);
      continue;
    }
    for (const [name, count] of Object.entries(verdict.rows)) {
      rows[name] = (rows[name] ?? 0) + count;
    }
    copiedAgain.push(...verdict.copiedAgain.map((table) => `${slug} ${table}`));
    if (verdict.brokenChain !== undefined) brokenChains.push(`${slug}: ${verdict.brokenChain}`);
  }
  await source.commit();
  refuseMoved(moved, source.name);
  return { ok: brokenChains.length === 0, rows, copiedAgain, brokenChains };
}
