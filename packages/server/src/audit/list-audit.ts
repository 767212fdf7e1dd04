/** Looks through the audit records of an organisation, newest first, with their details. */
import { type RawBuilder, sql } from 'kysely';
import { requireOrganizationId } from '../core.ts';
import { compileSql, type Session } from '../db/index.ts';
import {
  type IdRange,
  type Log,
  type Page,
  type PageWanted,
  PIECE_ROWS,
  pageOf,
} from '../log-pages.ts';

type Sql = RawBuilder<unknown>;

/** What to look for; what is left out does not matter. */
export interface AuditSearch extends PageWanted {
  /** `token:<id>`, `cli:<login>`, `member:<id>`, `operator:<id>`, `system:<job>`. */
  readonly actor?: string | undefined;
  /** `user.created`; `user` is all that begins with `user.`. */
  readonly action?: string | undefined;
  readonly subjectIds?: readonly string[] | undefined;
  /** Of the request that made the changes; forgotten with their events. */
  readonly requestId?: string | undefined;
  /** Beside the subjects: changes of groups by which this user or group came or went. */
  readonly orMemberOfGroup?: string | undefined;
  /** Anywhere in the detail; the case of ASCII letters does not count. */
  readonly text?: string | undefined;
}

export interface AuditRecord {
  readonly seq: number;
  /** RFC 3339 in UTC with milliseconds. */
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  /** `old` and `new` values, as far as there are any; null when it was erased. */
  readonly detail: unknown;
}

interface Row extends Omit<AuditRecord, 'detail'> {
  readonly detail: string | null;
}

export function listAudit(
  session: Session,
  organizationId: string,
  search: AuditSearch,
): Promise<Page<AuditRecord>> {
  const organization = requireOrganizationId(organizationId);
  const ask = <R>(statement: Sql) =>
    session.dynamic<R>(compileSql(statement, session.dialect), organization);
  const conditions = conditionsOf(session, search);
  const log: Log<AuditRecord> = {
    async first(range) {
      const [row] = await ask<{ readonly id: number; readonly at: string }>(sql`
        select seq as id, at from audit a where ${inRange(organization, range)}
        order by seq limit 1`);
      return row;
    },
    async lastPiece(range) {
      const [row] = await ask<{ readonly seq: number }>(sql`
        select seq from audit a where ${inRange(organization, range)} order by seq desc limit 1`);
      // Numbers have no gaps.
      return row && Math.max(range.from, row.seq - PIECE_ROWS + 1);
    },
    async matching(range, limit) {
      const rows = await ask<Row>(selectRecords(organization, range, conditions, limit));
      return rows.map(recordOf);
    },
    idOf: ({ seq }) => seq,
  };
  return pageOf(log, search);
}

function inRange(organization: string, { from, before }: IdRange): Sql {
  return sql`a.organization_id = ${organization} and a.seq >= ${from} and a.seq < ${before}`;
}

function selectRecords(
  organization: string,
  range: IdRange,
  conditions: readonly Sql[],
  limit: number,
): Sql {
  const { from, before } = range;
  return sql`select a.seq, a.at, a.actor, a.action, a.subject_type as "subjectType",
      a.subject_id as "subjectId", d.detail
    from audit a left join audit_detail d
      on d.organization_id = a.organization_id and d.seq = a.seq
        and d.seq >= ${from} and d.seq < ${before}
    where ${sql.join([inRange(organization, range), ...conditions], sql` and `)}
    order by a.seq desc limit ${limit}`;
}

function conditionsOf({ dialect }: Session, search: AuditSearch): Sql[] {
  const { actor, action, subjectIds, requestId, since, until, text } = search;
  return [
    actor === undefined ? undefined : sql`a.actor = ${actor}`,
    action === undefined ? undefined : actionIs(action),
    subjectIds && isAbout(dialect, subjectIds, search.orMemberOfGroup),
    requestId === undefined ? undefined : madeBy(requestId),
    since === undefined ? undefined : sql`a.at >= ${since}`,
    until === undefined ? undefined : sql`a.at < ${until}`,
    text === undefined ? undefined : dialect.mentions(sql`d.detail`, text),
  ].filter((condition) => condition !== undefined);
}

function madeBy(requestId: string): Sql {
  return sql`exists (select 1 from event e where e.organization_id = a.organization_id
    and e.seq = a.seq and e.request_id = ${requestId})`;
}

function isAbout(
  dialect: Session['dialect'],
  subjectIds: readonly string[],
  memberOfGroup: string | undefined,
): Sql {
  const isSubject = sql`a.subject_id in (${sql.join(subjectIds)})`;
  if (memberOfGroup === undefined) return isSubject;
  return sql`(${isSubject} or (a.action = 'group.members.changed'
    and ${dialect.contains(sql`d.detail`, memberOfGroup)}))`;
}

function actionIs(action: string): Sql {
  const group = `${action}.`;
  return sql`(a.action = ${action}
    or substr(a.action, 1, ${sql.lit(group.length)}) = ${group})`;
}

function recordOf({ detail, ...row }: Row): AuditRecord {
  return { ...row, detail: detail === null ? null : (JSON.parse(detail) as unknown) };
}
