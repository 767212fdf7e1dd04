/**
 * Which resources a filter can match at all, where an index tells: one of its top-level terms has to
 * be an equality that is looked up directly. The whole filter is then applied to those few.
 */
import type { AttributeTarget, ElementFilter, ResolvedFilter, ResourceType } from '@rollcall/scim';
import { sql } from 'kysely';
import { type MaybePromise, type Query, rawQuery, type Session } from '../db/index.ts';
import { LOOKUP_ATTRIBUTES } from './columns.ts';
import { groupsBelow } from './filter-sql/membership-elements.ts';
import type { Collection } from './stored-row.ts';

/** More than this and a scan in a worker is kinder to everybody else than the main thread. */
export const CANDIDATES_MAX = 500;

/** An index and the key to look up in it. */
export interface AccessPath {
  readonly kind: keyof typeof STATEMENTS;
  readonly key: string;
  /** `emails` or `phoneNumbers`; empty for others. */
  readonly attribute: string;
}

type Parameters = Collection & { readonly key: string; readonly attribute: string };
interface Row {
  readonly position: number;
}

const LIMIT = sql.lit(CANDIDATES_MAX + 1);

const byColumn = (column: string) =>
  rawQuery<Parameters>()(
    (p) => sql<Row>`select r.position from resource r
      where r.organization_id = ${p('organization')} and r.connection_id = ${p('connection')}
        and r.type = ${p('type')} and ${sql.raw(`r.${column}`)} = ${p('key')}
      limit ${LIMIT}`,
  );

const STATEMENTS = {
  id: rawQuery<Parameters>()(
    (p) => sql<Row>`select r.position from resource r
      where r.organization_id = ${p('organization')} and r.id = ${p('key')}
        and r.connection_id = ${p('connection')} and r.type = ${p('type')}`,
  ),
  // Only users have the column; naming their type, too, would lead the planner to another index.
  userName: rawQuery<Parameters>()(
    (p) => sql<Row>`select r.position from resource r
      where r.organization_id = ${p('organization')} and r.connection_id = ${p('connection')}
        and r.user_name_key = ${p('key')}`,
  ),
  externalId: byColumn('external_id'),
  displayName: byColumn('display_key'),
  lookup: rawQuery<Parameters>()(
    (p, d) => sql<Row>`select r.position from lookup l
      ${d.joinInOrder('resource', 'r', sql`r.organization_id = l.organization_id and r.id = l.resource_id`)}
      where l.organization_id = ${p('organization')} and l.connection_id = ${p('connection')}
        and l.attribute = ${p('attribute')} and l.key = ${p('key')} and r.type = ${p('type')}
      limit ${LIMIT}`,
  ),
  members: rawQuery<Parameters>()(
    (p, d) => sql<Row>`select r.position from membership m
      ${d.joinInOrder('resource', 'r', sql`r.organization_id = m.organization_id and r.id = m.group_id`)}
      where m.organization_id = ${p('organization')} and m.member_id = ${p('key')}
        and r.connection_id = ${p('connection')} and r.type = ${p('type')}
      limit ${LIMIT}`,
  ),
  groups: rawQuery<Parameters>()(
    (p, d) => sql<Row>`select distinct r.position from (
        select * from (${groupsBelow(d, p('organization'), p('key'))}) below limit ${LIMIT}) down
      ${d.joinInOrder('membership', 'm', sql`m.organization_id = ${p('organization')} and m.group_id = down.id`)}
      ${d.joinInOrder('resource', 'r', sql`r.organization_id = m.organization_id and r.id = m.member_id`)}
      where m.kind = 'User' and r.connection_id = ${p('connection')} and r.type = ${p('type')}
      limit ${LIMIT}`,
  ),
} as const satisfies Record<string, Query<Parameters, Row>>;

/** Better ones first: they find fewer. */
const PREFERENCE: readonly AccessPath['kind'][] = [
  'id',
  'userName',
  'externalId',
  'lookup',
  'displayName',
  'members',
  'groups',
];

/** The access paths of a filter, best first. */
export function accessPaths(type: ResourceType, filter: ResolvedFilter): readonly AccessPath[] {
  const terms = filter.kind === 'and' ? filter.terms : [filter];
  const paths = terms.flatMap((term) =>
    term.kind === 'and' ? accessPaths(type, term) : (pathOfTerm(type, term) ?? []),
  );
  return paths.sort((a, b) => PREFERENCE.indexOf(a.kind) - PREFERENCE.indexOf(b.kind));
}

/** Positions that the path leads to; more than {@link CANDIDATES_MAX} if it is no good. */
export function candidates(
  session: Session,
  collection: Collection,
  { kind, key, attribute }: AccessPath,
): MaybePromise<readonly Row[]> {
  return session.all(STATEMENTS[kind], { ...collection, key, attribute });
}

/**
 * The userName that the filter asks for and nothing else: what identity providers send before they
 * create somebody.
 */
export function onlyUserName(type: ResourceType, filter: ResolvedFilter): string | undefined {
  const path = pathOfTerm(type, filter);
  return path?.kind === 'userName' ? path.key : undefined;
}

function pathOfTerm(type: ResourceType, term: ResolvedFilter): AccessPath | undefined {
  if (term.kind === 'compare' && term.operator === 'eq' && typeof term.key === 'string') {
    return pathOf(type, term.target, term.target.sub?.name, term.key);
  }
  if (term.kind === 'valuePath') {
    const key = requiredValue(term.filter);
    return key === undefined ? undefined : pathOf(type, term.target, 'value', key);
  }
  return undefined;
}

/** The `value` that every element satisfying the filter has. */
function requiredValue(filter: ElementFilter): string | undefined {
  if (filter.kind === 'compare') {
    const { sub, operator, key } = filter;
    return sub.name === 'value' && operator === 'eq' && typeof key === 'string' ? key : undefined;
  }
  if (filter.kind !== 'and') return undefined;
  for (const term of filter.terms) {
    const key = requiredValue(term);
    if (key !== undefined) return key;
  }
  return undefined;
}

function pathOf(
  type: ResourceType,
  { extension, attribute }: AttributeTarget,
  sub: string | undefined,
  key: string,
): AccessPath | undefined {
  const { name } = attribute;
  if (extension !== undefined) return undefined;
  if (name === 'id' || name === 'externalId' || name === 'displayName' || name === 'userName') {
    return { kind: name, key, attribute: '' };
  }
  if (sub !== undefined && sub !== 'value') return undefined;
  if (LOOKUP_ATTRIBUTES.has(name)) return { kind: 'lookup', key, attribute: name };
  if (attribute === type.memberAttribute) return { kind: 'members', key, attribute: '' };
  return name === 'groups' && type.name === 'User'
    ? { kind: 'groups', key, attribute: '' }
    : undefined;
}
