import { type CopiedTableName, UnavailableError } from '../db/index.ts';
import { type CopiedTable, type Page, pages } from './pages.ts';
import { forgetProgress, type Part, saveProgress } from './progress.ts';
import type { Side } from './side.ts';

/** Rows in a transaction of the target, about; few enough to lose little when killed. */
const ROWS_PER_COMMIT = 2000;
/** Size of the rows in a transaction, about: this much waits in memory. */
const SIZE_PER_COMMIT = 2 * 1024 * 1024;

/** Both ends of a copy, and what they are to have in common. */
export interface Ends {
  readonly source: Side;
  readonly target: Side;
  /** Tables of an organisation, in the order in which they are copied. */
  readonly tables: readonly CopiedTable[];
}

interface Batch {
  readonly pages: { readonly table: CopiedTable; readonly page: Page }[];
  rows: number;
  size: number;
}

/**
 * Copies what is missing of one organisation. The source is in a snapshot. Reads go on while the target
 * writes.
 *
 * @param known How far an earlier run came.
 * @param written Told of rows when they are in the target.
 */
export async function copyOrganization(
  { source, target, tables }: Ends,
  organizationId: string,
  known: Part | undefined,
  written: (rows: number) => void,
): Promise<void> {
  await source.enter(organizationId);
  const start = Math.max(
    0,
    tables.findIndex(({ name }) => name === known?.table),
  );
  let part: Part = known ?? begun(organizationId);
  let batch: Batch = { pages: [], rows: 0, size: 0 };
  let writing: Promise<void> = Promise.resolve();
  // Row-level security may hide rows that are no part of this copy, and their keys would be taken.
  let leftovers = known === undefined ? tables.map(({ name }) => name) : [];
  const flush = async (progress: Part) => {
    await writing;
    part = progress;
    const full = batch;
    batch = { pages: [], rows: 0, size: 0 };
    writing = write(target, full, progress, leftovers).then(() => written(full.rows));
    leftovers = [];
    // It is awaited before the next, unless the source fails before.
    writing.catch(() => {});
  };
  for (const [index, table] of tables.slice(start).entries()) {
    const after = index === 0 ? known?.position : undefined;
    for await (const page of pages(source, table, organizationId, after)) {
      batch.pages.push({ table, page });
      batch.rows += page.rows.length;
      batch.size += page.size;
      if (batch.rows < ROWS_PER_COMMIT && batch.size < SIZE_PER_COMMIT) continue;
      const rows = part.rows + batch.rows;
      await flush({ ...part, table: table.name, position: page.end, rows });
    }
  }
  await flush({ ...part, state: 'done', rows: part.rows + batch.rows });
  await writing;
}

function begun(organizationId: string): Part {
  return { organizationId, state: 'copying', table: '', position: [], rows: 0 };
}

async function write(
  target: Side,
  batch: Batch,
  progress: Part,
  leftovers: readonly CopiedTableName[],
): Promise<void> {
  await target.begin('write');
  await target.enter(progress.organizationId);
  if (leftovers.length > 0) await target.clear(leftovers, progress.organizationId);
  for (const { table, page } of batch.pages) await insertPage(target, table, page);
  await saveProgress(target, progress);
  await target.commit();
}

async function insertPage(target: Side, table: CopiedTable, page: Page): Promise<void> {
  try {
    await target.insert(table.name, table.columns, page.rows);
  } catch (cause) {
    if (cause instanceof UnavailableError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const end = JSON.stringify(page.end);
    throw new Error(
      `${page.rows.length} rows of ${table.name} up to ${end} were not taken: ${reason}`,
      { cause },
    );
  }
}

/** Copies one table of an organisation anew, in one transaction. The source is in a snapshot. */
export async function copyTableAnew(
  { source, target }: Ends,
  table: CopiedTable,
  organizationId: string,
): Promise<void> {
  await target.begin('write');
  await target.enter(organizationId);
  await target.clear([table.name], organizationId);
  for await (const page of pages(source, table, organizationId)) {
    await insertPage(target, table, page);
  }
  await target.commit();
}

/** Takes away what was copied of an organisation; goes on where it was when it is run again. */
export async function clearOrganization(
  { target, tables }: Omit<Ends, 'source'>,
  organizationId: string,
): Promise<void> {
  await target.begin('write');
  await saveProgress(target, { ...begun(organizationId), state: 'clearing' });
  await target.commit();
  for (const table of tables) {
    await target.begin('write');
    await target.enter(organizationId);
    await target.clear([table.name], organizationId);
    await target.commit();
  }
  await target.begin('write');
  await forgetProgress(target, organizationId);
  await target.commit();
}
