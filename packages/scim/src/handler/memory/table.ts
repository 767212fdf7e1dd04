import { ScimError } from '../../errors.ts';
import type { Resource } from '../../resource/types.ts';
import type { ResourceType } from '../../schema/types.ts';
import { uniqueKeys } from './unique-keys.ts';

export interface Row {
  readonly type: ResourceType;
  readonly id: string;
  readonly resource: Resource;
  readonly json: string;
  readonly created: string;
  readonly lastModified: string;
  readonly version: number;
}

/** The row after a change. */
export function nextRow(row: Row, now: Date, resource: Resource): Row {
  const json = JSON.stringify(resource);
  return { ...row, resource, json, lastModified: now.toISOString(), version: row.version + 1 };
}

/** The rows of one type, in the order they were made, and who has which unique value. */
export interface Table {
  readonly rows: ReadonlyMap<string, Row>;
  /** Throws `ScimError` (`uniqueness`) when another row has a value that has to be unique. */
  check(type: ResourceType, id: string, resource: Resource): void;
  put(row: Row): void;
  remove(row: Row): void;
}

export function createTable(): Table {
  const rows = new Map<string, Row>();
  const owners = new Map<string, string>();
  const release = (row: Row | undefined): void => {
    if (row === undefined) return;
    for (const { key } of uniqueKeys(row.type, row.resource)) owners.delete(key);
  };
  return {
    rows,
    check(type, id, resource) {
      for (const { attribute, key } of uniqueKeys(type, resource)) {
        if ((owners.get(key) ?? id) === id) continue;
        throw new ScimError(
          'uniqueness',
          `Another ${type.name} of this connection already has this ${attribute.name}.`,
        );
      }
    },
    put(row) {
      release(rows.get(row.id));
      rows.set(row.id, row);
      for (const { key } of uniqueKeys(row.type, row.resource)) owners.set(key, row.id);
    },
    remove(row) {
      release(row);
      rows.delete(row.id);
    },
  };
}
