/** Invitations that are accepted by the organisation's identity provider, and those that it makes pointless. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  INVITATION_MAIL_KINDS,
  makeInvitationLink,
} from '../../packages/server/src/invitations/index.ts';
import { invite } from '../../packages/server/src/joining/index.ts';
import { deactivateMember } from '../../packages/server/src/members/index.ts';
import { setProvider } from '../../packages/server/src/single-sign-on/index.ts';
import { mailRows, startSending, until } from '../mail/support.ts';
import { type ScriptedProvider, startScripted } from '../single-sign-on/scripted-provider.ts';
import { Browser, CONFIG, contextOf, push, refusals, setUp } from '../single-sign-on/support.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { rowsOf } from '../support/rows.ts';
import { startServer, type TestServer } from '../support/server.ts';

const PASSWORD = 'correct horse battery staple';
const START = '/invitations/single-sign-on';
const problem = (code: string) => `/sign-in?problem=${code}&organization=acme`;

let server: TestServer;
let idp: ScriptedProvider;
let people = 0;
/** A subject that nobody has had yet. */
let subject = '';
beforeAll(async () => {
  server = await startServer({ config: CONFIG, connection: { invitations: 'send' } });
  idp = await startScripted();
});
beforeEach(async () => {
  people += 1;
  subject = `person-${people}`;
  await setUp(server, idp, { required: false });
});
afterAll(async () => {
  expect(await brokenInvariants(server)).toEqual([]);
  await server.close();
  await idp.close();
});

interface Invited {
  readonly id: string;
  readonly memberId: string;
  readonly code: string;
}

/** Somebody who was pushed and invited; the code is that of a link handed over. */
async function invited(externalId = subject): Promise<Invited> {
  const { memberId } = await push(server, externalId);
  const [row] = await rowsOf<{ id: string }>(
    server,
    `select id from invitation where member_id = '${memberId}'`,
  );
  const id = String(row?.id);
  return { id, memberId, code: await codeOf(id) };
}

/** @param context Of whoever vouches for it from now on. */
async function codeOf(id: string, context = contextOf(server)): Promise<string> {
  const { link } = await makeInvitationLink(server.app, context, id, server.url);
  return /#(\S+)/.exec(link)?.[1] ?? '';
}

async function begin(browser: Browser, code: string, more: object = {}): Promise<string> {
  const { status, body } = await browser.call('POST', START, { code, ...more });
  expect(`${status} ${JSON.stringify(body)}`).toMatch(/^200 /);
  return String(body.url);
}

/** There and back; what the browser is sent to. */
async function accept(code: string, who = subject, browser = new Browser(server)) {
  return browser.come(idp.authorize(await begin(browser, code), who));
}

async function stateOf(id: string): Promise<string | undefined> {
  const [row] = await rowsOf<{ state: string }>(
    server,
    `select state from invitation where id = '${id}'`,
  );
  return row?.state;
}

async function endOf(id: string): Promise<string> {
  const [row] = await rowsOf<{ type: string; data: string }>(
    server,
    `select type, data from event where subject_id = '${id}' order by seq desc limit 1`,
  );
  return `${row?.type} ${JSON.parse(row?.data ?? '{}').reason}`;
}

describe('walkthrough 4.1: accepting it sets up their sign-in', () => {
  it('the page offers the provider, and whoever comes back from it has joined', async () => {
    const { id, memberId, code } = await invited();
    const browser = new Browser(server);
    const look = await browser.call('POST', '/invitations/look', { code });
    expect(look.body).toMatchObject({
      needs: 'newAccount',
      singleSignOn: { name: 'The Provider', required: false },
    });
    const url = await begin(browser, code, { return: '/welcome' });
    expect(url).not.toContain(code);
    expect(await browser.come(idp.authorize(url, subject))).toBe('/welcome');
    expect(await browser.memberId()).toBe(memberId);
    expect(await stateOf(id)).toBe('accepted');
    const sessions = `select method, account_id from session where member_id = '${memberId}'`;
    expect(await rowsOf(server, sessions)).toEqual([{ method: 'oidc', account_id: null }]);
    const linked = await rowsOf<{ data: string }>(
      server,
      `select data from event where subject_id = '${memberId}' and type = 'member.identity_linked'`,
    );
    expect(linked.map(({ data }) => JSON.parse(data).by)).toEqual(['invitation']);
    // The way in that was made is theirs from now on.
    const again = new Browser(server);
    expect(await again.come(idp.authorize(await again.start(), subject))).toBe('/');
    expect(await again.memberId()).toBe(memberId);
  });

  it('somebody who was invited by hand becomes a member, as the inviter wanted', async () => {
    const email = `${subject}@elsewhere.test`;
    const { id } = await invite(server.app, contextOf(server), { email, orgAdmin: true });
    const browser = new Browser(server);
    expect(await accept(await codeOf(id), subject, browser)).toBe('/');
    const me = await browser.call('GET', '/me');
    expect(me.body).toMatchObject({ orgAdmin: true, member: { email } });
  });

  it('without a provider, or while it is turned off, nothing is offered', async () => {
    const { code } = await invited();
    await setProvider(server.app, contextOf(server), { enabled: false });
    const browser = new Browser(server);
    const look = await browser.call('POST', '/invitations/look', { code });
    expect(look.body).toMatchObject({ needs: 'newAccount', singleSignOn: null });
    expect((await browser.call('POST', START, { code })).status).toBe(409);
  });

  it('where single sign-on is the only way in, no password is asked for, and none is taken', async () => {
    await invite(server.app, contextOf(server), { email: `${subject}@x.test`, orgAdmin: true })
      .then(({ id }) => codeOf(id))
      .then((code) => accept(code, `${subject}-admin`));
    const { id, code } = await invited();
    await setProvider(server.app, contextOf(server), { required: true });
    const browser = new Browser(server);
    const look = await browser.call('POST', '/invitations/look', { code });
    expect(look.body).toMatchObject({ needs: 'singleSignOn', singleSignOn: { required: true } });
    const tried = await browser.call('POST', '/invitations/accept', { code, password: PASSWORD });
    expect(tried.status).toBe(403);
    expect(await stateOf(id)).toBe('pending');
    expect(await accept(code)).toBe('/');
  });
});

describe('security-cases.md §3 Invitations, B8: whom the provider may let in by a link', () => {
  it('an address that the provider tells counts for nothing', async () => {
    const { id, code } = await invited();
    const browser = new Browser(server);
    const claims = { email: `${subject}@acme.test`, email_verified: true };
    const back = idp.authorize(await begin(browser, code), 'a-colleague', { claims });
    expect(await browser.come(back)).toBe(problem('other-person'));
    expect(browser.session).toBeUndefined();
    expect(await stateOf(id)).toBe('pending');
    // Without the link the same address is nobody.
    const stranger = new Browser(server);
    const away = idp.authorize(await stranger.start(), 'a-colleague', { claims });
    expect(await stranger.come(away)).toBe(problem('unknown'));
  });

  it('a link that a colleague found makes nobody two people', async () => {
    const colleague = await push(server, `${subject}-colleague`);
    const { id, code, memberId } = await invited();
    expect(await accept(code, `${subject}-colleague`)).toBe(problem('taken'));
    expect(await stateOf(id)).toBe('pending');
    const identities = `select member_id from sso_identity
      where member_id in ('${memberId}', '${colleague.memberId}')`;
    expect(await rowsOf(server, identities)).toEqual([]);
  });

  it('an answer belongs to the invitation that began it: another link, or none, cannot use it', async () => {
    const mine = await invited();
    const browser = new Browser(server);
    // The way of a sign-in accepts nothing, though the link is there.
    await setProvider(server.app, contextOf(server), { connection: null });
    const plain = idp.authorize(await browser.start(), 'not-known-yet');
    expect(await browser.come(plain)).toBe(problem('unknown'));
    expect(await stateOf(mine.id)).toBe('pending');
    // An answer is used once.
    const url = await begin(browser, mine.code);
    const back = idp.authorize(url, subject);
    expect(await browser.come(back)).toBe('/');
    expect(await browser.come(back)).toBe(problem('unsolicited'));
  });

  it('an answer belongs to the browser that began it', async () => {
    const { id, code } = await invited();
    const victim = new Browser(server);
    const url = await begin(victim, code);
    const attacker = new Browser(server);
    await attacker.start();
    expect(await attacker.come(idp.authorize(url, subject))).toBe(problem('unsolicited'));
    expect(attacker.session).toBeUndefined();
    expect(await stateOf(id)).toBe('pending');
  });

  it.each([
    ['a newer link', (one: Invited) => codeOf(one.id), 'not-invited'],
    ['a deactivation', (one: Invited) => leave(one), 'not-invited'],
    [
      'another acceptance',
      (one: Invited) =>
        new Browser(server).call('POST', '/invitations/accept', {
          code: one.code,
          password: PASSWORD,
        }),
      'not-invited',
    ],
    [
      'the end of single sign-on',
      () => setProvider(server.app, contextOf(server), { enabled: false }),
      'disabled',
    ],
  ])('%s on the way ends it', async (_, event, code) => {
    const one = await invited();
    const browser = new Browser(server);
    const url = await begin(browser, one.code);
    await event(one);
    const before = await stateOf(one.id);
    expect(await browser.come(idp.authorize(url, subject))).toBe(problem(code));
    expect(browser.session).toBeUndefined();
    expect(await stateOf(one.id)).toBe(before);
    const linked = `select 1 as n from sso_identity where member_id = '${one.memberId}'`;
    expect(await rowsOf(server, linked)).toEqual([]);
  });

  it('an inviter who is no Org Admin any more gives nothing, and the log says why', async () => {
    const email = `${subject}@elsewhere.test`;
    const boss = await invite(server.app, contextOf(server), { email, orgAdmin: true });
    const browser = new Browser(server);
    await accept(await codeOf(boss.id), subject, browser);
    const memberId = String(await browser.memberId());
    const context = { ...contextOf(server), actor: { kind: 'member', id: memberId } as const };
    const friend = await invite(server.app, context, { email: `friend-${email}` });
    const code = await codeOf(friend.id, context);
    await server.app.writer.write(server.organization.id, async (session) => {
      const sql = `update member set is_org_admin = 0 where id = '${memberId}' returning id`;
      await session.dynamic({ sql, parameters: [] });
    });
    expect(await accept(code, `${subject}-friend`)).toBe(problem('not-joined'));
    expect((await refusals(server)).at(-1)?.reason).toContain('no Org Admin any more');
  });

  it('links that are not good are tried slowly, and answered alike', async () => {
    const { id, code } = await invited();
    await codeOf(id);
    const browser = new Browser(server);
    const old = await browser.call('POST', START, { code });
    const never = await browser.call('POST', START, { code: `${code.slice(0, -4)}AAAA` });
    expect([old.status, never.status]).toEqual([410, 410]);
    expect(old.body).toEqual({ ...never.body, ...pick(old.body) });
    const off = await browser.call('POST', START, { code, return: 'https://evil.test' });
    expect(off.status).toBe(410);
    const good = await codeOf(id);
    const evil = await browser.call('POST', START, { code: good, return: '//evil.test' });
    expect(evil.status).toBe(400);
  });
});

describe('an invitation that has become pointless ends', () => {
  it.each([
    ['signing in by the key that was pushed', signInByKey],
    ['a link that an Org Admin makes', linkByOrgAdmin],
    ['a sign-in by a link from before the provider was turned on', signInByOldLink],
  ])('by %s; mail that waits is not sent', async (_, door) => {
    const { memberId } = await push(server, subject);
    const [row] = await rowsOf<{ id: string }>(
      server,
      `select id from invitation where member_id = '${memberId}'`,
    );
    const id = String(row?.id);
    expect(await stateOf(id)).toBe('pending');
    await door(memberId);
    expect(await endOf(id)).toBe('invitation.withdrawn joined another way');
    const sending = startSending(server.app, undefined, INVITATION_MAIL_KINDS);
    await until(async () => (await mailRows(server)).every(({ state }) => state !== 'queued'));
    await sending.close();
    const mails = await rowsOf<{ state: string }>(
      server,
      `select m.state from mail m join invitation i on i.mail_id = m.id where i.id = '${id}'`,
    );
    expect(mails.map(({ state }) => state)).not.toContain('sent');
    // Nor is there a new one when the provider pushes the person again.
    const patched = await server.scim(`/Users?filter=userName eq "${subject}@acme.test"`);
    expect(patched.status).toBe(200);
    const open = `select id from invitation where member_id = '${memberId}' and ended_at is null`;
    expect(await rowsOf(server, open)).toEqual([]);
  });
});

describe('races', () => {
  it('of an acceptance and a departure: nobody is in afterwards, and nothing is left of it', async () => {
    for (let round = 0; round < 4; round += 1) {
      const who = `${subject}-${round}`;
      const one = await invited(who);
      const browser = new Browser(server);
      const back = idp.authorize(await begin(browser, one.code), who);
      const coming = browser.come(back);
      await new Promise((resolve) => setTimeout(resolve, round * 4));
      await Promise.all([coming, leave(one)]);
      expect(await browser.memberId()).toBeUndefined();
      const { memberId } = one;
      const left = `select id from session where member_id = '${memberId}'`;
      expect(await rowsOf(server, left)).toEqual([]);
    }
  });

  it('of two acceptances, by provider and by password: one joins, the other is told', async () => {
    for (let round = 0; round < 3; round += 1) {
      const who = `${subject}-both-${round}`;
      const { id, memberId, code } = await invited(who);
      const byProvider = new Browser(server);
      const back = idp.authorize(await begin(byProvider, code), who);
      const byPassword = new Browser(server);
      await Promise.all([
        byProvider.come(back),
        byPassword.call('POST', '/invitations/accept', { code, password: PASSWORD }),
      ]);
      const inside = [byProvider, byPassword].filter(({ session }) => session !== undefined);
      expect(inside).toHaveLength(1);
      expect(await inside[0]?.memberId()).toBe(memberId);
      const accepted = `select seq from event where subject_id = '${id}'
        and type = 'invitation.accepted'`;
      expect(await rowsOf(server, accepted)).toHaveLength(1);
    }
  });
});

async function signInByKey() {
  const browser = new Browser(server);
  expect(await browser.come(idp.authorize(await browser.start(), subject))).toBe('/');
}

async function linkByOrgAdmin(memberId: string) {
  const { linkByAdmin } = await import('../../packages/server/src/single-sign-on/index.ts');
  await linkByAdmin(server.app, contextOf(server), { memberId, subject });
}

async function signInByOldLink(memberId: string) {
  await setProvider(server.app, contextOf(server), { enabled: false });
  await linkByOrgAdmin(memberId);
  await setProvider(server.app, contextOf(server), { enabled: true });
  await signInByKey();
}

/** The provider takes the person away. */
async function leave({ memberId }: Invited) {
  const [link] = await rowsOf<{ user_id: string }>(
    server,
    `select user_id from link where member_id = '${memberId}'`,
  );
  const response = await server.scim(`/Users/${link?.user_id}`, { method: 'DELETE' });
  expect(response.status).toBe(204);
  await deactivateMember(server.app, contextOf(server), memberId).catch(() => {});
}

/** What differs from one answer to the next. */
function pick(body: Record<string, unknown>) {
  return 'requestId' in body ? { requestId: body.requestId } : {};
}
