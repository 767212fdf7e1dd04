/** What travels between the scan pool and its workers. */
import type { RawBuilder } from 'kysely';
import type { DynamicQuery } from '../../db/index.ts';
import type { Collection, StoredRow } from '../stored-row.ts';

/** A list that has to look at every resource of a collection. */
export interface ScanList {
  readonly collection: Collection;
  /** Condition over the row `s` of `search`; undefined takes all. */
  readonly filter: RawBuilder<boolean> | undefined;
  /** Key over the row `s` of `search`; undefined orders by position. */
  readonly sort: { readonly key: RawBuilder<unknown>; readonly descending: boolean } | undefined;
  readonly offset: number;
  readonly limit: number;
}

/** The same as it travels to a worker. */
export interface ScanJob {
  readonly collection: Collection;
  readonly filter: DynamicQuery | undefined;
  readonly sort: { readonly key: DynamicQuery; readonly descending: boolean } | undefined;
  readonly offset: number;
  readonly limit: number;
  /** How long it may take, milliseconds. */
  readonly budgetMs: number;
}

export interface ScanResult {
  readonly total: number;
  readonly rows: readonly StoredRow[];
}

export interface ScanRequest {
  readonly number: number;
  readonly job: ScanJob;
}

export type ScanAnswer =
  | { readonly number: number; readonly kind: 'done'; readonly result: ScanResult }
  /** The budget ran out after this share of the positions, 0 to 1. */
  | { readonly number: number; readonly kind: 'late'; readonly share: number }
  | { readonly number: number; readonly kind: 'failed'; readonly message: string };

export interface ScanWorkerData {
  readonly path: string;
}
