/** The end of accounts: when nobody is left whom they lead to. */
import { query, type Session } from '../db/index.ts';
import { endLinksOfAccount, endLinksOfMember } from './one-time-links.ts';
import { endSessionsOfAccount, signOutMember } from './sessions.ts';
import { clearTries } from './tries.ts';

const ofOrganization = query<{ organization: string }>()((db, p) =>
  db
    .selectFrom('account_member')
    .select('account_id')
    .where('organization_id', '=', p('organization')),
);

const ofMember = query<{ organization: string; member: string }>()((db, p) =>
  db
    .selectFrom('account_member')
    .innerJoin('account', 'account.id', 'account_member.account_id')
    .select(['account.id', 'account.email', 'account.email_key', 'account.display_name'])
    .where('account_member.organization_id', '=', p('organization'))
    .where('account_member.member_id', '=', p('member')),
);

const unlink = query<{ organization: string; member: string }>()((db, p) =>
  db
    .deleteFrom('account_member')
    .where('organization_id', '=', p('organization'))
    .where('member_id', '=', p('member')),
);

const deleteUnused = query<{ account: string }>()((db, p) =>
  db
    .deleteFrom('account')
    .where('id', '=', p('account'))
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('account_member')
            .select('account_member.account_id')
            .where('account_member.account_id', '=', p('account')),
        ),
      ),
    ),
);

/** The accounts of an organisation's members. */
export async function accountIdsOf(session: Session, organization: string): Promise<string[]> {
  return (await session.all(ofOrganization, { organization })).map(({ account_id }) => account_id);
}

/** Those of the accounts that lead nowhere any more, with their sessions. */
export async function deleteUnusedAccounts(
  session: Session,
  ids: readonly string[],
): Promise<void> {
  for (const account of ids) {
    if ((await session.run(deleteUnused, { account })) === 0) continue;
    await endSessionsOfAccount(session, account);
    await endLinksOfAccount(session, account);
  }
}

/** The address and the name of a member's account. */
export async function wordsOfAccount(
  session: Session,
  organization: string,
  member: string,
): Promise<(string | null)[]> {
  const account = await session.first(ofMember, { organization, member });
  return account === undefined ? [] : [account.email, account.email_key, account.display_name];
}

/**
 * Takes a member's way in away; its account goes with it unless it leads to other organisations. Inside the
 * unit of work that erases the member.
 */
export async function forgetAccount(
  session: Session,
  organization: string,
  member: string,
): Promise<void> {
  const account = await session.first(ofMember, { organization, member });
  await signOutMember(session, organization, member);
  await endLinksOfMember(session, organization, member);
  if (account === undefined) return;
  await session.send(unlink, { organization, member });
  await deleteUnusedAccounts(session, [account.id]);
  await clearTries(session, account.email);
}
