/** Running `rollcall copy`, killing it, and looking at what it left. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { EXIT_CODES } from '../../../packages/server/src/cli/exit-codes.ts';
import { toFailure } from '../../../packages/server/src/cli/run-command.ts';
import { copyDatabase } from '../../../packages/server/src/copy/index.ts';
import {
  GLOBAL_KEYS,
  ORGANIZATION_KEYS,
  ORGANIZATION_TABLES,
} from '../../../packages/server/src/db/index.ts';
import { askPostgres } from '../../support/ask-postgres.ts';
import { NODE_ARGUMENTS, runCli } from '../../support/run-cli.ts';

/** How a copy that has to fail does, in the words and with the exit code of the command line. */
export async function refusal(from: string, to: string) {
  try {
    await copyDatabase({ from, to });
  } catch (error) {
    const { code, message } = toFailure(error);
    return { code: EXIT_CODES[code], message };
  }
  throw new Error(`${from} was copied to ${to}.`);
}

/** What `copy --json` printed, and how it ended. */
export async function copy(from: string, to: string) {
  const { code, stdout, stderr } = await runCli('copy', '--from', from, '--to', to, '--json');
  if (stdout === '') throw new Error(`copy printed nothing: ${stderr}`);
  const result: unknown = JSON.parse(stdout);
  const error: unknown = Reflect.get(Object(result), 'error');
  return { code, result, message: String(Reflect.get(Object(error), 'message')), stderr };
}

/** Starts a copy and kills it as soon as it has written more rows than that. Returns how many it has. */
export async function killedCopy(from: string, to: string, moreThan: number): Promise<number> {
  const child = spawn(
    process.execPath,
    [...NODE_ARGUMENTS, 'copy', '--from', from, '--to', to, '--json'],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += String(chunk)));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  while (child.exitCode === null && (await rowsCopied(to)) <= moreThan) await sleep(1);
  child.kill('SIGKILL');
  await ended;
  if (printed !== '') throw new Error(`The copy ended before it was killed: ${printed}`);
  return rowsCopied(to);
}

const PROGRESS = 'select coalesce(sum(copied), 0) as rows from unfinished_copy_part';

/** How far an unfinished copy is; -1 when it has not begun. */
export async function rowsCopied(place: string): Promise<number> {
  try {
    const [row] = await rowsOf(place, PROGRESS);
    return Number(Reflect.get(Object(row), 'rows'));
  } catch {
    return -1;
  }
}

/** Rows of SQL from either database, past the server. */
export async function rowsOf(place: string, sql: string): Promise<unknown[]> {
  if (place.startsWith('postgresql:')) return askPostgres(place, sql);
  const path = join(place, 'rollcall.db');
  if (!existsSync(path)) throw new Error('no database');
  const database = new Database(path, { readonly: true });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

/** Every row of the embedded database of a data directory, table by table in the order of the keys. */
export async function allRows(data: string): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  const keys: Record<string, readonly string[]> = { ...ORGANIZATION_KEYS, ...GLOBAL_KEYS };
  for (const table of [...ORGANIZATION_TABLES, 'plan', 'organization']) {
    const first = table === 'plan' || table === 'organization' ? [] : ['organization_id'];
    const order = [...first, ...(keys[table] ?? [])].join(', ');
    const document = table === 'search' ? ', json(folded) as folded' : '';
    const rows = await rowsOf(data, `select *${document} from ${table} order by ${order}`);
    // PostgreSQL keeps the names of an object in an order of its own.
    found[table] = rows.map((row) =>
      table === 'search' ? { ...Object(row), folded: JSON.parse(Object(row).folded) } : row,
    );
  }
  return found;
}
