/** Somebody who has left is forgotten, and the audit log stays whole. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyChain } from '../../packages/server/src/audit/index.ts';
import { doctor } from '../../packages/server/src/cli/commands/doctor.ts';
import { recordChange } from '../../packages/server/src/events/index.ts';
import { identityId, linkIdentity } from '../../packages/server/src/identities/index.ts';
import { makeInvitationLink } from '../../packages/server/src/invitations/index.ts';
import { invite } from '../../packages/server/src/joining/index.ts';
import { queueMail } from '../../packages/server/src/mail/index.ts';
import {
  createMember,
  deactivateMember,
  eraseMember,
  listMembers,
} from '../../packages/server/src/members/index.ts';
import {
  addAccount,
  addPerson,
  Browser,
  contextOf,
  countOf,
  signedIn,
} from '../accounts/support.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { placesWith, rowsOf } from '../support/rows.ts';
import { startServer, type TestServer } from '../support/server.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const context = () => ({
  organizationId: server.organization.id,
  actor: { kind: 'cli', id: 'test' } as const,
  at: server.app.clock().toISOString(),
});
const erase = (emailOrId: string, confirm: string | undefined = emailOrId) =>
  eraseMember(server.app, context(), emailOrId, confirm);
const memberOf = async (userId: string): Promise<string> => {
  const members = await listMembers(server.app.reader, server.organization.id);
  return members.find(({ userIds }) => userIds.includes(userId))?.id ?? '';
};

async function send(method: string, path: string, body?: object): Promise<string> {
  const response = await server.scim(path, {
    method,
    headers: { 'content-type': 'application/scim+json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return text === '' ? '' : String(Object(JSON.parse(text)).id);
}

const person = (address: string, name: string) => ({
  schemas: [USER],
  userName: address,
  displayName: name,
  emails: [{ value: address, type: 'work', primary: true }],
});

describe('design.md §4: personal data lies where it can be erased', () => {
  it('no table and no file has the address or the name; the chain, the counts and others are whole', async () => {
    const address = 'Zelda.Quixano@acme.test';
    const name = 'Zelda Quixano-Müller';
    const others = 'Bystander@acme.test';
    const local = { email: address, displayName: name, orgAdmin: false, emailProven: true };
    const { id } = await createMember(server.app, context(), local);
    const user = await send('POST', '/Users', person(address, name));
    await send('POST', '/Users', person(others, 'A Bystander'));
    // Other rows that tell of them: a refusal that quotes, a group with their name, a filter in a path.
    await send('POST', '/Users', person(address.toLowerCase(), name));
    await send('POST', '/Groups', {
      schemas: [GROUP],
      displayName: 'Staff',
      members: [{ value: user, display: name }],
    });
    await send('PATCH', `/Users/${user}`, {
      schemas: [PATCH_OP],
      Operations: [
        { op: 'replace', path: 'title', value: `assistant of ${name}` },
        { op: 'replace', path: `emails[value eq "${address}"].type`, value: 'home' },
      ],
    });
    expect(await memberOf(user)).toBe(id);
    const { app } = server;
    const invitation = await invite(app, context(), { email: address });
    await makeInvitationLink(app, context(), invitation.id, 'https://rollcall.test');
    await server.app.writer.write(server.organization.id, (session) =>
      queueMail(session, context(), { kind: 'notice', to: address, about: {} }),
    );
    for (const text of [address, address.toLowerCase(), name]) {
      expect(await placesWith(server, text)).not.toEqual([]);
    }
    await send('DELETE', `/Users/${user}`);
    await deactivateMember(server.app, context(), id);
    expect(await erase(address)).toMatchObject({ id, userIds: [user] });

    for (const text of [address, address.toLowerCase(), name]) {
      expect([text, await placesWith(server, text)]).toEqual([text, []]);
    }
    expect(await rowsOf(server, 'select * from invitation')).toEqual([]);
    expect(await rowsOf(server, 'select * from invitation_code')).toEqual([]);
    expect(await placesWith(server, others)).not.toEqual([]);
    const chain = await verifyChain(server.app.reader, server.organization.id);
    expect(chain).toMatchObject({ ok: true });
    const { checks } = await doctor(server.app);
    // The servers of these tests do not wait for the disk, and it says so.
    const unwell = checks.filter(({ ok, name }) => !ok && name !== 'durability');
    expect(unwell).toEqual([]);
    expect(await brokenInvariants(server)).toEqual([]);
    const recorded = await rowsOf(
      server,
      `select subject_id from audit where action = 'member.erased' and subject_id = '${id}'`,
    );
    expect(recorded).toHaveLength(1);
    const [requests] = await rowsOfActivity(user);
    expect(requests?.requestBody).toBeNull();
  });

  it('the account goes with the last member that it leads to, and with it what it signed in with', async () => {
    const beta = await server.addTenant({ name: 'Beta' });
    const address = 'Wanda.Quill@acme.test';
    const here = await addPerson(server, server, address);
    const local = { email: address, orgAdmin: false, emailProven: true };
    const there = await createMember(server.app, contextOf(server, beta), local);
    await addAccount(server, beta, address, there.id);
    await signedIn(server, here, 'acme');
    const browser = await signedIn(server, here, 'beta');
    await new Browser(server).signIn(address, 'wrong and long enough');
    await new Browser(server).call('POST', '/password-reset', { email: address });

    await deactivateMember(server.app, context(), here.memberId);
    await erase(here.memberId);
    expect((await browser.call('GET', '/me')).status).toBe(200);
    expect(await countOf(server, 'account', `email = '${address}'`)).toBe(1);

    await deactivateMember(server.app, contextOf(server, beta), there.id);
    await eraseMember(server.app, contextOf(server, beta), there.id, there.id);
    for (const text of [address, address.toLowerCase()]) {
      expect([text, await placesWith(server, text)]).toEqual([text, []]);
    }
    for (const table of ['account', 'account_member', 'session', 'one_time_link']) {
      expect([table, await countOf(server, table)]).toEqual([table, 0]);
    }
    expect(await countOf(server, 'sign_in_failure', 'failures > 0')).toBeLessThanOrEqual(1);
    expect(await brokenInvariants(server)).toEqual([]);
  });

  it('who somebody is at an identity provider goes too, also where a sign-in was refused', async () => {
    const { app } = server;
    const { id } = await createMember(app, context(), {
      ...{ email: 'sso@acme.test', orgAdmin: false, emailProven: true },
    });
    const issuer = 'https://login.example.test';
    const subject = '00u-quixano-the-subject';
    await app.writer.write(server.organization.id, async (session) => {
      await recordChange(session, context(), {
        ...{ type: 'sign_in.refused', subjectType: 'Identity' },
        subjectId: identityId(issuer, subject),
        ...{ data: {}, detail: { issuer, subject } },
      });
      await linkIdentity(session, context(), { memberId: id, issuer, subject, by: 'admin' });
    });
    expect(await placesWith(server, subject)).not.toEqual([]);
    await deactivateMember(app, context(), id);
    await erase(id);
    expect(await placesWith(server, subject)).toEqual([]);
    expect(await brokenInvariants(server)).toEqual([]);
  });

  it('the same once more is harmless, and a person who comes back is somebody new', async () => {
    const address = 'returning@acme.test';
    const user = await send('POST', '/Users', person(address, 'Returning'));
    const id = await memberOf(user);
    await send('DELETE', `/Users/${user}`);
    await erase(id);
    expect(await erase(id)).toMatchObject({ id });
    const again = await send('POST', '/Users', person(address, 'Returning'));
    expect(await memberOf(again)).not.toBe(id);
  });

  it('a word that is part of others takes none of them with it', async () => {
    const user = await send('POST', '/Users', person('ann@acme.test', 'Ann'));
    const planned = await send('POST', '/Users', person('planned@acme.test', 'Planned Annexe'));
    const id = await memberOf(user);
    await send('DELETE', `/Users/${user}`);
    await erase(id);
    const [row] = await rowsOfActivity(planned);
    expect(row?.requestBody).toContain('Planned Annexe');
  });

  it('who is active, or still at the identity provider, or not confirmed is refused', async () => {
    const { id } = await createMember(server.app, context(), {
      ...{ email: 'active@acme.test', orgAdmin: false, emailProven: true },
    });
    await expect(erase('active@acme.test')).rejects.toThrow('active');
    const user = await send('POST', '/Users', person('active@acme.test', 'Active'));
    await deactivateMember(server.app, context(), id);
    await expect(erase(id)).rejects.toThrow('active');
    await send('PATCH', `/Users/${user}`, {
      schemas: [PATCH_OP],
      Operations: [{ op: 'replace', value: { active: false } }],
    });
    await expect(erase(id)).rejects.toThrow(user);
    await send('DELETE', `/Users/${user}`);
    await expect(erase(id, 'active')).rejects.toThrow(`--confirm ${id}`);
    await expect(eraseMember(server.app, context(), id, undefined)).rejects.toThrow('--confirm');
    await expect(erase(server.ownerId)).rejects.toThrow('active');
    await expect(erase('nobody@acme.test')).rejects.toThrow('no member');
    expect(await placesWith(server, 'active@acme.test')).not.toEqual([]);
    await erase('active@acme.test');
    expect(await placesWith(server, 'active@acme.test')).toEqual([]);
  });
});

async function rowsOfActivity(userId: string) {
  const organizationId = server.organization.id;
  const search = { organizationId, resourceIds: [userId], method: 'POST' };
  return (await server.app.activity.search(search)).rows;
}
