/** Tells whether two databases have the same rows, without holding them. */
import { createHash } from 'node:crypto';
import { type CopiedTable, pages } from './pages.ts';
import type { Column, Row, Side } from './side.ts';

export interface Digest {
  readonly rows: number;
  /** SHA-256 over the rows in the order of their key, hexadecimal. */
  readonly sha256: string;
}

/**
 * Of the rows of one organisation in a table, or of a global table.
 *
 * @param read Told of each page.
 */
export async function digestOf(
  side: Side,
  table: CopiedTable,
  organizationId: string | undefined,
  read: (rows: number) => void = () => {},
): Promise<Digest> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const { rows } of pages(side, table, organizationId)) {
    hash.update(rows.map((row) => rowText(table.columns, row)).join(''));
    count += rows.length;
    read(rows.length);
  }
  return { rows: count, sha256: hash.digest('hex') };
}

/** The same text for the same row, whichever database it comes from; rows cannot run into each other. */
function rowText(columns: readonly Column[], row: Row): string {
  const values = columns.map(({ name, kind }) => {
    const value = row[name] ?? null;
    if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
    return kind === 'document' && typeof value === 'string' ? inOrder(JSON.parse(value)) : value;
  });
  return `${JSON.stringify(values)}\n`;
}

/** The names of each object in order: PostgreSQL keeps them in an order of its own. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, inOrder(Reflect.get(value, name))]));
}
