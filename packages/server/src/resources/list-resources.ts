/**
 * Lists (RFC 7644 §3.4.2). Without filter and sort a page is found by block totals; with a term that
 * is looked up directly the few candidates are filtered at once; everything else is scanned by a
 * worker.
 */
import {
  andThen,
  type ListQuery,
  type ListResult,
  type ResolvedFilter,
  type ResourceType,
  type StoredResource,
} from '@rollcall/scim';
import { sql } from 'kysely';
import { compileSql, type MaybePromise } from '../db/index.ts';
import { accessPaths, CANDIDATES_MAX, candidates, onlyUserName } from './access-paths.ts';
import { selectPageStart, selectTotal } from './collection.ts';
import { compileFilter } from './filter-sql/compile.ts';
import type { FilterScope } from './filter-sql/places.ts';
import { compileSortKey } from './filter-sql/sort.ts';
import { collectionOf, readByUserName, withIndirectGroups } from './read-resource.ts';
import type { StoreDeps, StoreScope } from './scope.ts';
import { type Collection, rowsAt, rowsFrom, type StoredRow } from './stored-row.ts';

/** A list being answered. */
interface Listing {
  readonly deps: StoreDeps;
  readonly scope: StoreScope;
  readonly type: ResourceType;
  readonly collection: Collection;
  readonly query: ListQuery;
}

export function listResources(
  deps: StoreDeps,
  scope: StoreScope,
  type: ResourceType,
  query: ListQuery,
): MaybePromise<ListResult> {
  const { filter, sort } = query;
  const listing = { deps, scope, type, collection: collectionOf(scope, type), query };
  if (filter === undefined) return sort === undefined ? page(listing) : scanned(listing);
  const userName = onlyUserName(type, filter);
  return userName === undefined ? filtered(listing, filter) : named(listing, userName);
}

function named({ deps, scope, query }: Listing, key: string): MaybePromise<ListResult> {
  return andThen(readByUserName(deps.reader, scope, key), (found) => {
    if (found === undefined) return { total: 0, resources: [] };
    const isShown = query.offset === 0 && query.limit > 0;
    return { total: 1, resources: isShown ? [found] : [] };
  });
}

async function page({ deps, scope, collection, query }: Listing): Promise<ListResult> {
  const { reader } = deps;
  const { offset, limit } = query;
  if (limit === 0)
    return { total: (await reader.first(selectTotal, collection))?.total ?? 0, resources: [] };
  const start = await reader.first(selectPageStart, { ...collection, offset });
  if (start === undefined || start.position === null || start.skip === null) {
    return { total: start?.total ?? 0, resources: [] };
  }
  const { position, skip, total } = start;
  const rows = await reader.all(rowsFrom, { ...collection, position, skip, limit });
  return { total, resources: await stored(deps, scope, rows) };
}

async function filtered(listing: Listing, filter: ResolvedFilter): Promise<ListResult> {
  const { deps, type, collection } = listing;
  for (const path of accessPaths(type, filter)) {
    const found = await candidates(deps.reader, collection, path);
    if (found.length <= CANDIDATES_MAX) {
      return among(
        listing,
        filter,
        found.map(({ position }) => position),
      );
    }
  }
  return scanned(listing);
}

/** Applies the whole filter to resources at known positions, on the reading connection. */
async function among(
  { deps, scope, type, collection, query }: Listing,
  filter: ResolvedFilter,
  found: readonly number[],
): Promise<ListResult> {
  if (found.length === 0) return { total: 0, resources: [] };
  const { dialect } = deps.reader;
  const filterScope: FilterScope = { ...scope, type, dialect };
  const { sort } = query;
  const key = sort === undefined ? sql`s.position` : compileSortKey(filterScope, sort.target);
  const direction = sql.raw(sort?.descending ? 'desc' : 'asc');
  const isAt = sql`s.organization_id = ${scope.organizationId}
    and s.connection_id = ${scope.connectionId} and s.type = ${type.name}
    and s.position = ${dialect.toNumber(sql`j.value`)}`;
  const matches = await deps.reader.dynamic<{ position: number }>(
    compileSql(
      sql`
      select position from (
        select s.position, ${key} as key
        from ${dialect.each(JSON.stringify(found))}
        ${dialect.joinInOrder('search', 's', isAt)}
        where ${compileFilter(filterScope, filter)}) found
      order by (key is null) ${direction}, key ${direction}, position`,
      dialect,
    ),
    scope.organizationId,
  );
  const shown = matches.slice(query.offset, query.offset + query.limit);
  const positions = JSON.stringify(shown.map(({ position }) => position));
  const rows =
    shown.length === 0 ? [] : await deps.reader.all(rowsAt, { ...collection, positions });
  return { total: matches.length, resources: await stored(deps, scope, rows) };
}

async function scanned(listing: Listing): Promise<ListResult> {
  const { deps, scope, type, collection, query } = listing;
  const { filter, sort, offset, limit } = query;
  const { dialect } = deps.reader;
  const filterScope: FilterScope = { ...scope, type, dialect };
  const { total, rows } = await deps.scans.run({
    collection,
    filter: filter && compileFilter(filterScope, filter),
    sort: sort && {
      key: compileSortKey(filterScope, sort.target),
      descending: sort.descending,
    },
    offset,
    limit,
  });
  return { total, resources: await stored(deps, scope, rows) };
}

async function stored(
  { reader }: StoreDeps,
  scope: StoreScope,
  rows: readonly StoredRow[],
): Promise<readonly StoredResource[]> {
  const resources: StoredResource[] = [];
  for (const row of rows) resources.push(await withIndirectGroups(reader, scope, row));
  return resources;
}
