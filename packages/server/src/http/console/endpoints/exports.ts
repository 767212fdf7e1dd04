/** Lists as files, written page by page as the browser takes them, however long they are. */
import { z } from 'zod';
import { listAudit } from '../../../audit/index.ts';
import { csvLine } from '../../../csv.ts';
import { pageInput, readPage } from '../../../log-inputs.ts';
import { actorOf, subjectIds } from '../../../lookups.ts';
import { searchMembers } from '../../../members/index.ts';
import { namesIn } from '../../../names.ts';
import { readQuery } from '../../api/read-query.ts';
import { type ConsoleEndpoint, Download, type MemberCall, orgAdminEndpoint } from '../endpoint.ts';
import { auditFilters, memberFilters } from './inputs.ts';

const PAGE_ROWS = 500;
const format = z.enum(['csv', 'jsonl']).default('csv');
const MEDIA_TYPE = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl' } as const;
const MEMBER_COLUMNS = [
  'id',
  'displayName',
  'email',
  'active',
  'orgAdmin',
  'local',
  'provisioned',
  'canSignIn',
  'applicationUserId',
  'createdAt',
];
const AUDIT_COLUMNS = [
  'seq',
  'at',
  'actor',
  'actorName',
  'action',
  'subjectType',
  'subjectId',
  'subjectName',
  'detail',
];

const records = pageInput.omit({ before: true, limit: true }).extend({ ...auditFilters, format });

export const exportEndpoints: readonly ConsoleEndpoint[] = [
  orgAdminEndpoint({ method: 'GET', path: '/exports/members', run: exportMembers }),
  orgAdminEndpoint({ method: 'GET', path: '/exports/audit', run: exportAudit }),
];

async function exportMembers({ app, context, query, at }: MemberCall): Promise<Download> {
  const { search: text, ...wanted } = readQuery(query, memberFilters);
  async function* lines() {
    yield csvLine(MEMBER_COLUMNS);
    let after: string | null = '';
    while (after !== null) {
      const page: Awaited<ReturnType<typeof searchMembers>> = await searchMembers(
        app.reader,
        context.organizationId,
        { ...wanted, text, after, limit: PAGE_ROWS },
      );
      const rows = page.members.map((row) => ({ ...row, provisioned: row.userIds.length > 0 }));
      yield rows.map((row) => csvRow(MEMBER_COLUMNS, row)).join('');
      after = page.next;
    }
  }
  return new Download(MEDIA_TYPE.csv, `members-${at.slice(0, 10)}.csv`, lines());
}

async function exportAudit({ app, context, query, at }: MemberCall): Promise<Download> {
  const asked = readQuery(query, records);
  const { organizationId } = context;
  const { action, subject, text } = asked;
  const actor =
    asked.actor === undefined ? undefined : await actorOf(app, organizationId, asked.actor);
  const page = readPage({ ...asked, limit: PAGE_ROWS }, app.clock());
  const ids = subject === undefined ? undefined : await subjectIds(app, organizationId, subject);
  async function* lines() {
    if (asked.format === 'csv') yield csvLine(AUDIT_COLUMNS);
    let before: number | undefined;
    do {
      const search = { ...page, before, actor, action, text, subjectIds: ids };
      const { rows, next } = await listAudit(app.reader, organizationId, search);
      const names = await namesIn(app, organizationId, rows);
      const named = rows.map((row) => ({
        ...row,
        actorName: names[row.actor.replace(/^[a-z]+:/, '')] ?? null,
        subjectName: names[row.subjectId] ?? null,
      }));
      const write = (row: object) =>
        asked.format === 'csv' ? csvRow(AUDIT_COLUMNS, row) : `${JSON.stringify(row)}\n`;
      yield named.map(write).join('');
      before = next ?? undefined;
    } while (before !== undefined);
  }
  const name = `audit-log-${at.slice(0, 10)}.${asked.format}`;
  return new Download(MEDIA_TYPE[asked.format], name, lines());
}

function csvRow(columns: readonly string[], row: object): string {
  return csvLine(columns.map((name) => Reflect.get(row, name)));
}
