/** The first organisation and its first Org Admin, by whoever started the service. */
import {
  createAccount,
  findLink,
  hasAccounts,
  hashPassword,
  linkAccount,
  type NewLink,
  newLink,
  spent,
  startSession,
  useLink,
} from '../accounts/index.ts';
import type { Core } from '../core.ts';
import { EVERYBODY } from '../db/index.ts';
import type { ChangeContext } from '../events/index.ts';
import { checkAddress, insertLocalMember } from '../members/index.ts';
import {
  checkedOrganization,
  insertOrganization,
  type Organization,
} from '../organizations/index.ts';
import { newOrganizationId } from '../tokens/index.ts';
import type { Client } from './sign-in.ts';

/**
 * Whoever has the link runs the service, and sells to nobody yet: their organisation has everything.
 * `organization set-plan` says otherwise.
 */
const PLAN = 'enterprise';
const NOBODY = Object.freeze({ organizationId: null, memberId: null, accountId: null });

export interface SetUp {
  readonly code: string;
  readonly organization: string;
  readonly email: string;
  readonly displayName: string;
  readonly password: string;
  readonly client: Client;
  readonly requestId: string;
}

/** A link to set the service up; undefined when somebody has an account: then it is set up. */
export function newSetUpLink({ writer, clock }: Core): Promise<NewLink | undefined> {
  return writer.write(EVERYBODY, async (session) => {
    if (await hasAccounts(session)) return undefined;
    return newLink(session, 'setup', NOBODY, clock().toISOString());
  });
}

/**
 * Makes the organisation, the Org Admin and the account, and signs in; all of it or nothing.
 *
 * @throws Refusal `refused` when the code is not good any more or the service is set up; `invalid` for what
 *   was typed; `conflict` when the organisation's short name is taken.
 */
export async function setUp(
  core: Core,
  { code, email, displayName, password, client, requestId, ...given }: SetUp,
): Promise<{ readonly value: string; readonly organization: Organization }> {
  const at = core.clock().toISOString();
  const link = await findLink(core.reader, 'setup', code, at);
  const input = checkedOrganization({ name: given.organization, planId: PLAN });
  checkAddress(email);
  const passwordHash = await hashPassword(password, [email, displayName, input.name]);
  const organizationId = newOrganizationId();
  const actor = { kind: 'system', id: 'set-up' } as const;
  const context: ChangeContext = { organizationId, actor, requestId, at };
  return core.writer.write(EVERYBODY, async (session) => {
    await useLink(session, link, at);
    // Another link was quicker, on whichever node.
    if (await hasAccounts(session)) throw spent();
    const organization = await insertOrganization(session, context, input);
    // Who reads the output of the server vouches for their own address.
    const admin = { email, displayName, orgAdmin: true, emailProven: true };
    const { id: memberId } = await insertLocalMember(session, context, admin);
    const accountId = await createAccount(session, { email, passwordHash, displayName }, at);
    await linkAccount(session, context, { accountId, memberId });
    const started = { organizationId, memberId, accountId, method: 'setup' as const, at };
    const value = await startSession(session, { ...started, ...client, requestId });
    return { value, organization };
  });
}
