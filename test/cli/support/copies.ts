/** Running `rollcall copy`, killing it, and looking at what it left. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { EXIT_CODES } from '../../../packages/server/src/cli/exit-codes.ts';
import { toFailure } from '../../../packages/server/src/cli/run-command.ts';
import { copyDatabase } from '../../../packages/server/src/copy/index.ts';
import { GLOBAL_KEYS, ORGANIZATION_KEYS } from '../../../packages/server/src/db/index.ts';
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

/** How many rows each table of a data directory has, and a hash of them in the order of their keys. */
export function digests(data: string): Record<string, string> {
  const database = new Database(join(data, 'rollcall.db'), { readonly: true });
  try {
    const tables = Object.entries({ ...ORGANIZATION_KEYS, ...GLOBAL_KEYS });
    return Object.fromEntries(
      tables.map(([table, keys]) => [table, digest(database, table, keys.join(', '))]),
    );
  } finally {
    database.close();
  }
}

function digest(database: Database.Database, table: string, keys: string): string {
  const isGlobal = table in GLOBAL_KEYS;
  const order = [isGlobal ? '' : 'organization_id', keys].filter(Boolean).join(', ');
  const document = table === 'search' ? ', json(folded) as folded' : '';
  const hash = createHash('sha256');
  let rows = 0;
  const sql = `select *${document} from ${table} order by ${order}`;
  for (const row of database.prepare(sql).iterate()) {
    rows += 1;
    hash.update(JSON.stringify(row, byName));
  }
  return `${rows} ${hash.digest('hex')}`;
}

/** PostgreSQL keeps the names of an object in an order of its own. */
function byName(key: string, value: unknown): unknown {
  if (key === 'folded' && typeof value === 'string') return byName('', JSON.parse(value));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
