/** Accounts for whoever runs the service. */
import { fold } from '@rollcall/scim';
import { Refusal } from '../core.ts';
import { query, type Session } from '../db/index.ts';

export interface ListedAccount {
  readonly id: string;
  readonly email: string;
  readonly displayName: string | null;
  readonly hasPassword: boolean;
  readonly createdAt: string;
}

/** An account, and which member it is where. */
export interface ShownAccount extends ListedAccount {
  readonly members: readonly { readonly organization: string; readonly memberId: string }[];
}

/** An account of a member of the organisation. */
export interface MembersAccount extends ListedAccount {
  readonly memberId: string;
}

const columns = [
  'account.id',
  'account.email',
  'account.display_name',
  'account.password_hash',
  'account.created_at',
] as const;

const ofOrganization = query<{ organization: string }>()((db, p) =>
  db
    .selectFrom('account_member')
    .innerJoin('account', 'account.id', 'account_member.account_id')
    .select([...columns, 'account_member.member_id'])
    .where('account_member.organization_id', '=', p('organization'))
    .orderBy('account.email_key'),
);

const byIdOrKey = query<{ id: string; key: string }>()((db, p) =>
  db
    .selectFrom('account')
    .select(columns)
    .where((where) => where.or([where('id', '=', p('id')), where('email_key', '=', p('key'))])),
);

const membersOf = query<{ account: string }>()((db, p) =>
  db
    .selectFrom('account_member')
    .innerJoin('organization', 'organization.id', 'account_member.organization_id')
    .select(['organization.slug as organization', 'account_member.member_id as memberId'])
    .where('account_member.account_id', '=', p('account'))
    .orderBy('organization.slug'),
);

interface Row {
  readonly id: string;
  readonly email: string;
  readonly display_name: string | null;
  readonly password_hash: string | null;
  readonly created_at: string;
}

/** Those of an organisation's members, by address. */
export async function listAccounts(
  session: Session,
  organization: string,
): Promise<MembersAccount[]> {
  const rows = await session.all(ofOrganization, { organization });
  return rows.map((row) => ({ ...listed(row), memberId: row.member_id }));
}

/** @param emailOrId Of the account. @throws Refusal `notFound`. */
export async function showAccount(session: Session, emailOrId: string): Promise<ShownAccount> {
  const row = await session.first(byIdOrKey, { id: emailOrId, key: fold(emailOrId) });
  if (row === undefined) throw new Refusal('notFound', `There is no account ${emailOrId}.`);
  return { ...listed(row), members: await session.all(membersOf, { account: row.id }) };
}

function listed(row: Row): ListedAccount {
  return {
    id: row.id,
    email: row.email,
    displayName: row.display_name,
    hasPassword: row.password_hash !== null,
    createdAt: row.created_at,
  };
}
