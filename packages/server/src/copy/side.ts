import type { CopiedTableName, DynamicQuery, MaybePromise, Session } from '../db/index.ts';

/** How a column's values are told from one database to another. */
export type ColumnKind = 'text' | 'integer' | 'bytes' | 'document';

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
}

/** Values by the names of columns. Bytes are a Uint8Array, documents their JSON text. */
export type Row = Readonly<Record<string, string | number | null | Uint8Array>>;

/**
 * One end of a copy: a whole database on one connection. Transactions follow one another; rows of
 * organisations are read and written only after {@link enter} in the same transaction, since
 * PostgreSQL may hide all others.
 */
export interface Side {
  /** Without user and password. */
  readonly name: string;
  readonly session: Session;
  columns(table: CopiedTableName): Promise<readonly Column[]>;
  /** Begins a transaction that sees everything as it is now, or one that writes. */
  begin(mode: 'snapshot' | 'write'): MaybePromise<unknown>;
  /** From here on the transaction is about one organisation. */
  enter(organizationId: string): MaybePromise<unknown>;
  commit(): MaybePromise<unknown>;
  /** A statement that gives no rows. */
  execute(statement: DynamicQuery): MaybePromise<unknown>;
  insert(
    table: CopiedTableName,
    columns: readonly Column[],
    rows: readonly Row[],
  ): MaybePromise<unknown>;
  /** Takes away what these tables have of an organisation, which the transaction is about. */
  clear(tables: readonly CopiedTableName[], organizationId: string): MaybePromise<unknown>;
  /** Whether servers work on it, also idle ones. Between transactions. */
  hasServers(): MaybePromise<boolean>;
  /** After everything was written: lets the planner know of it, and makes further commits durable. */
  settle(): MaybePromise<unknown>;
  close(): Promise<void>;
}
