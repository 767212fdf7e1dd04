import { Refusal, requireOrganizationId } from '../core.ts';
import { query, type Session } from '../db/index.ts';
import type { Receipt } from './receipt.ts';

/** Most receipts on one page. */
export const RECEIPTS_PAGE_MAX = 1000;

/** What it says, and the signed text that proves it. */
export type StoredReceipt = Receipt & { readonly jws: string };

type Scope = { readonly organization: string };
type Page = Scope & { readonly after: string; readonly limit: number };

const insert = query<Scope & { id: string; member: string; at: string; jws: string }>()((db, p) =>
  db.insertInto('receipt').values({
    organization_id: p('organization'),
    id: p('id'),
    member_id: p('member'),
    at: p('at'),
    jws: p('jws'),
  }),
);

const selectPage = query<Page>()((db, p) =>
  db
    .selectFrom('receipt')
    .select('jws')
    .where('organization_id', '=', p('organization'))
    .where('id', '>', p('after'))
    .orderBy('id')
    .limit(p('limit')),
);

const selectOfMember = query<Page & { member: string }>()((db, p) =>
  db
    .selectFrom('receipt')
    .select('jws')
    .where('organization_id', '=', p('organization'))
    .where('member_id', '=', p('member'))
    .where('id', '>', p('after'))
    .orderBy('id')
    .limit(p('limit')),
);

const selectOne = query<Scope & { id: string }>()((db, p) =>
  db
    .selectFrom('receipt')
    .select('jws')
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

export async function insertReceipt(
  session: Session,
  {
    id,
    organizationId,
    memberId,
    at,
    jws,
  }: Pick<StoredReceipt, 'id' | 'organizationId' | 'memberId' | 'at' | 'jws'>,
): Promise<void> {
  await session.send(insert, { organization: organizationId, id, member: memberId, at, jws });
}

/**
 * Receipts in the order in which they were made.
 *
 * @param options.member Id; without it those of all members. @param options.after Id of the last one
 *   of the page before.
 */
export async function listReceipts(
  session: Session,
  organizationId: string,
  options: { readonly member?: string | undefined; readonly after: string; readonly limit: number },
): Promise<StoredReceipt[]> {
  const { member, after } = options;
  const limit = Math.min(options.limit, RECEIPTS_PAGE_MAX);
  const page = { organization: requireOrganizationId(organizationId), after, limit };
  const rows =
    member === undefined
      ? await session.all(selectPage, page)
      : await session.all(selectOfMember, { ...page, member });
  return rows.map(receiptOf);
}

/** @throws Refusal `notFound`. */
export async function findReceipt(
  session: Session,
  organizationId: string,
  id: string,
): Promise<StoredReceipt> {
  const organization = requireOrganizationId(organizationId);
  const row = await session.first(selectOne, { organization, id });
  if (row === undefined) throw new Refusal('notFound', `There is no receipt ${id}.`);
  return receiptOf(row);
}

/** Read from the signed text itself, so that what is shown is what was signed. */
function receiptOf({ jws }: { readonly jws: string }): StoredReceipt {
  const payload = Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString();
  return { ...(JSON.parse(payload) as Receipt), jws };
}
