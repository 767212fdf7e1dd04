/**
 * Accounts: how people sign in. One account, proven by its e-mail address, is at most one member of each
 * organisation. Identity providers never change one (design.md §5.4).
 */
import { randomUUIDv7 } from 'node:crypto';
import { fold } from '@rollcall/scim';
import { Refusal, requireOrganizationId } from '../core.ts';
import { query, type Session } from '../db/index.ts';
import { type ChangeContext, recordChange } from '../events/index.ts';
import { endPointless } from '../invitations/index.ts';

export interface Account {
  readonly id: string;
  readonly email: string;
  readonly hasPassword: boolean;
}

export interface NewAccount {
  /** Proven by the caller: its owner reads what is sent there. */
  readonly email: string;
  /** Of `hashPassword`; null where the person signs in by an identity provider alone. */
  readonly passwordHash: string | null;
  readonly displayName: string | null;
}

const byEmail = query<{ key: string }>()((db, p) =>
  db
    .selectFrom('account')
    .select(['id', 'email', 'password_hash'])
    .where('email_key', '=', p('key')),
);

const insert = query<{
  id: string;
  email: string;
  key: string;
  hash: string | null;
  display: string | null;
  at: string;
}>()((db, p) =>
  db
    .insertInto('account')
    .values({
      id: p('id'),
      email: p('email'),
      email_key: p('key'),
      password_hash: p('hash'),
      display_name: p('display'),
      created_at: p('at'),
    })
    .onConflict((conflict) => conflict.column('email_key').doNothing()),
);

const selectLink = query<{ organization: string; account: string; member: string }>()((db, p) =>
  db
    .selectFrom('account_member')
    .select(['account_id', 'member_id'])
    .where('organization_id', '=', p('organization'))
    .where((where) =>
      where.or([where('account_id', '=', p('account')), where('member_id', '=', p('member'))]),
    ),
);

const insertLink = query<{ organization: string; account: string; member: string; at: string }>()(
  (db, p) =>
    db.insertInto('account_member').values({
      account_id: p('account'),
      organization_id: p('organization'),
      member_id: p('member'),
      linked_at: p('at'),
    }),
);

const byMember = query<{ organization: string; member: string }>()((db, p) =>
  db
    .selectFrom('account_member')
    .innerJoin('account', 'account.id', 'account_member.account_id')
    .select(['account.id', 'account.email', 'account.password_hash'])
    .where('account_member.organization_id', '=', p('organization'))
    .where('account_member.member_id', '=', p('member')),
);

const byAccount = query<{ organization: string; account: string }>()((db, p) =>
  db
    .selectFrom('account_member')
    .select('member_id')
    .where('organization_id', '=', p('organization'))
    .where('account_id', '=', p('account')),
);

const selectAny = query<Record<never, never>>()((db) =>
  db.selectFrom('account').select('id').limit(1),
);

interface Row {
  readonly id: string;
  readonly email: string;
  readonly password_hash: string | null;
}

/** The account with this address, in whatever letters (security-cases.md B9). */
export async function accountByEmail(
  session: Session,
  email: string,
): Promise<Account | undefined> {
  const row = await session.first(byEmail, { key: fold(email) });
  return row && accountOf(row);
}

/** @returns Its id. @throws Refusal `conflict` when the address has an account. */
export async function createAccount(
  session: Session,
  { email, passwordHash, displayName }: NewAccount,
  at: string,
): Promise<string> {
  const id = randomUUIDv7();
  const row = { id, email, key: fold(email), hash: passwordHash, display: displayName, at };
  if ((await session.run(insert, row)) === 0) {
    throw new Refusal('conflict', `There is already an account with the address ${email}.`);
  }
  return id;
}

/**
 * Makes an account the way in of a member, which needs no invitation then; nothing happens where it is that
 * already.
 *
 * @throws Refusal `conflict` when the member has another account, or the account another member of
 *   the organisation.
 */
export async function linkAccount(
  session: Session,
  context: ChangeContext,
  { accountId, memberId }: { readonly accountId: string; readonly memberId: string },
): Promise<void> {
  const organization = requireOrganizationId(context.organizationId);
  const pair = { organization, account: accountId, member: memberId };
  const present = await session.all(selectLink, pair);
  for (const { account_id, member_id } of present) {
    if (account_id === accountId && member_id === memberId) return;
    throw new Refusal(
      'conflict',
      member_id === memberId
        ? 'This member signs in with another account already.'
        : 'This account is another member of the organisation already.',
    );
  }
  await session.send(insertLink, { ...pair, at: context.at });
  await recordChange(session, context, {
    type: 'member.account_linked',
    subjectType: 'Member',
    subjectId: memberId,
    data: { accountId },
    detail: {},
  });
  await endPointless(session, context, memberId);
}

/** The account that a member signs in with. */
export async function accountOfMember(
  session: Session,
  organizationId: string,
  memberId: string,
): Promise<Account | undefined> {
  const organization = requireOrganizationId(organizationId);
  const row = await session.first(byMember, { organization, member: memberId });
  return row && accountOf(row);
}

/** The id of the member that an account is in an organisation. */
export async function memberOfAccount(
  session: Session,
  organizationId: string,
  accountId: string,
): Promise<string | undefined> {
  const organization = requireOrganizationId(organizationId);
  return (await session.first(byAccount, { organization, account: accountId }))?.member_id;
}

/** Whether anybody has ever come in. */
export async function hasAccounts(session: Session): Promise<boolean> {
  return (await session.first(selectAny, {})) !== undefined;
}

function accountOf({ id, email, password_hash }: Row): Account {
  return { id, email, hasPassword: password_hash !== null };
}
