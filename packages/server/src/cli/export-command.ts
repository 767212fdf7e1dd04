/** Writes all that a list has, page after page, so that no more than one page is ever in memory. */
import { once } from 'node:events';
import { createWriteStream, rmSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '../core.ts';
import { csvLine } from '../csv.ts';
import type { Page } from '../log-pages.ts';
import type { Command, Option } from './command.ts';
import { execute, type Place } from './execute.ts';
import { type Failure, type Outcome, toFailure } from './run-command.ts';

/** Rows asked for at once: with bodies of 16 KiB that is 8 MiB. */
const PAGE_ROWS = 500;
const FORMATS = ['csv', 'jsonl'];
/** Of the list alone. */
const PAGING = /^--(?:limit|before) /;

export interface ExportCommand {
  readonly name: string;
  readonly description: string;
  /** Its pages are written; its result is one. It takes `before` and `limit`. */
  readonly list: Command;
  /** Of a row, in the order of a table. */
  readonly columns: readonly string[];
}

/** `file` is undefined for standard output. */
export type Exported =
  | { readonly file: string | undefined; readonly rows: number }
  | { readonly error: Failure };

/** What is typed: the filters of the list, where to and how. */
export function exportLine({ name, description, list }: ExportCommand) {
  const format: Option = {
    flags: '--format <format>',
    description: 'csv or jsonl',
    required: true,
  };
  const filters = list.options.filter(({ flags }) => !PAGING.test(flags));
  return { name, description, argument: '[file]', options: [format, ...filters] };
}

/**
 * Never writes over a file, and leaves none that is half.
 *
 * @param options As typed; `file` undefined is standard output.
 */
export async function runExport(
  command: ExportCommand,
  place: Place,
  { file, format, ...filters }: Readonly<Record<string, unknown>>,
): Promise<Exported> {
  try {
    if (!FORMATS.includes(String(format))) {
      throw new Refusal('invalid', `--format: "${format}" is none; give csv or jsonl.`);
    }
    const counted = { rows: 0 };
    const source = textOf(command, format === 'csv', counted, (before) =>
      execute(place, command.list.name, { ...filters, limit: PAGE_ROWS, ...from(before) }),
    );
    const path = file === undefined ? undefined : String(file);
    if (path === undefined) await pipeline(source, process.stdout, { end: false });
    else await writeFile(source, path);
    return { file: path, rows: counted.rows };
  } catch (error) {
    return { error: error instanceof PageFailure ? error.failure : toFailure(error) };
  }
}

/** What a list failed with, on its way out. */
class PageFailure extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** A page of text after the other; the next is asked for when this one is written. */
async function* textOf(
  { columns }: ExportCommand,
  isCsv: boolean,
  counted: { rows: number },
  ask: (before: number | null) => Promise<Outcome>,
): AsyncGenerator<string> {
  if (isCsv) yield csvLine(columns);
  let before: number | null = null;
  do {
    const outcome = await ask(before);
    if ('error' in outcome) throw new PageFailure(outcome.error);
    const { rows, next } = outcome.result as Page<object>;
    counted.rows += rows.length;
    const lines = rows.map((row) => (isCsv ? csvRow(columns, row) : `${JSON.stringify(row)}\n`));
    if (lines.length > 0) yield lines.join('');
    before = next;
  } while (before !== null);
}

function csvRow(columns: readonly string[], row: object): string {
  return csvLine(columns.map((name) => Reflect.get(row, name)));
}

function from(before: number | null): { readonly before?: number } {
  return before === null ? {} : { before };
}

async function writeFile(source: AsyncIterable<string>, path: string): Promise<void> {
  const output = await create(path);
  try {
    await pipeline(source, output);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}

/** Personal data: for the one who asked alone. */
async function create(path: string): Promise<Writable> {
  const output = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  try {
    await once(output, 'open');
    return output;
  } catch (error) {
    const isThere = Reflect.get(Object(error), 'code') === 'EEXIST';
    if (isThere) throw new Refusal('conflict', `${path} exists already; it is not touched.`);
    throw new Refusal('refused', `${path} cannot be written: ${(error as Error).message}`);
  }
}
