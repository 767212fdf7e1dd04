/** The mail of an invitation: what it says, and that its link works whatever became of the attempt. */
import { afterEach, describe, expect, it } from 'vitest';
import { invite } from '../../packages/server/src/joining/index.ts';
import { createMember } from '../../packages/server/src/members/index.ts';
import { mailRows } from '../mail/support.ts';
import { attemptWithoutEnd, DAY_MS, openWorld, type World } from './support.ts';

const JANE = 'jane@acme.test';
const MINUTE_MS = 60_000;

let world: World;
afterEach(() => world.close());

describe('walkthrough 4.1: the mail', () => {
  it('says whose it is, who invites, what the link does and until when; it works', async () => {
    world = await openWorld();
    await world.push(JANE, { displayName: 'Jane' });
    await world.deliver();
    const [mail] = world.smtp.mails;
    expect(mail?.to).toEqual([JANE]);
    expect(mail?.parsed.from?.text).toContain('Acme via Rollcall');
    expect(mail?.parsed.subject).toBe('Acme invites you to join');
    const link = `https://scim.vendor.test/join#${world.codesTo(JANE)[0]}`;
    const until = new Date(world.clock.now + 7 * DAY_MS).toISOString().slice(0, 10);
    for (const text of [String(mail?.parsed.text), String(mail?.parsed.html)]) {
      expect(text).toContain('Acme');
      expect(text).toContain('The identity provider');
      expect(text).toContain('sets up how you sign in');
      expect(text).toContain(until);
      expect(text).toContain(link);
    }
    await world.accept(world.codesTo(JANE)[0] ?? '');
  });

  it('of an Org Admin has their name', async () => {
    world = await openWorld();
    const { id } = await createMember(world.server.app, world.context(), {
      ...{ email: 'boss@acme.test', displayName: 'Ms Boss', orgAdmin: true, emailProven: true },
    });
    await invite(world.server.app, world.context({ kind: 'member', id }), { email: JANE });
    await world.deliver();
    expect(world.smtp.mails[0]?.parsed.text).toContain('Ms Boss invites you to join Acme.');
  });

  it('is in the local inbox where no mail server is set', async () => {
    world = await openWorld();
    await world.push(JANE);
    const { startSending, until } = await import('../mail/support.ts');
    const { INVITATION_MAIL_KINDS } = await import(
      '../../packages/server/src/invitations/index.ts'
    );
    const sending = startSending(world.server.app, undefined, INVITATION_MAIL_KINDS);
    await until(async () => (await mailRows(world.server))[0]?.state === 'sent');
    await sending.close();
    const [mail] = await mailRows(world.server);
    const code = /\/join#(\S+)/.exec(String(mail?.plain_body))?.[1] ?? '';
    await world.accept(code);
  });
});

describe('security-cases.md E7: names in an invitation are inert', () => {
  const names = [
    '<img src=x onerror=alert(1)>',
    '\u202egnp.exe\u202c',
    "=cmd()|' /C calc'!A0",
    'x\r\nBcc: victim@acme.test\r\n\r\nanother body',
    'n'.repeat(10_240),
  ];
  it.each(names.map((name) => [JSON.stringify(name).slice(0, 60), name]))('%s', async (_, name) => {
    world = await openWorld();
    const boss = await createMember(world.server.app, world.context(), {
      ...{ email: 'boss@acme.test', displayName: name, orgAdmin: true, emailProven: true },
    });
    const context = world.context({ kind: 'member', id: boss.id });
    await invite(world.server.app, context, { email: JANE, displayName: name.slice(0, 200) });
    await world.deliver();
    const { parsed, raw, to } = world.smtp.mails[0] ?? { raw: '', to: [] };
    expect(to).toEqual([JANE]);
    expect(raw.slice(0, raw.indexOf('\r\n\r\n'))).not.toMatch(/^Bcc:/m);
    expect(String(parsed?.html)).not.toMatch(/<(?:img|script)/);
    expect(String(parsed?.text)).not.toMatch(/[\u202a-\u202e]/);
    expect(String(parsed?.html).length).toBeLessThan(5000);
    expect(world.codesTo(JANE)).toHaveLength(1);
  });
});

describe('decision 16: at least once, and every mail that came has a link that works', () => {
  it('a mail that arrived, but whose sender never heard of it, is sent again; both links work, once', async () => {
    world = await openWorld({ invitations: 'send' });
    await world.push(JANE);
    // The mail arrives, and the second unit of work of the attempt is never made: as after a crash.
    await attemptWithoutEnd(world);
    const [first = ''] = world.codesTo(JANE);
    await world.look(first);
    world.clock.now += MINUTE_MS;
    await world.deliver();
    const [, second = ''] = world.codesTo(JANE);
    expect(second).not.toBe(first);
    expect(await world.look(first)).toMatchObject({ email: JANE });
    await world.accept(first);
    await expect(world.accept(second)).rejects.toThrow('not good any more');
  });

  it('the link of an earlier attempt ends by its own time', async () => {
    world = await openWorld();
    await world.push(JANE);
    await attemptWithoutEnd(world);
    const [first = ''] = world.codesTo(JANE);
    world.clock.now += MINUTE_MS;
    await world.deliver();
    const [, second = ''] = world.codesTo(JANE);
    world.clock.now += 7 * DAY_MS - MINUTE_MS;
    await expect(world.look(first)).rejects.toThrow('not good any more');
    await world.look(second);
  });

  it('a mail that is refused leaves the invitation open, and a re-send makes it good', async () => {
    const refused = new Set([JANE]);
    world = await openWorld(
      { invitations: 'send' },
      { refuse: (to) => (refused.has(to) ? 550 : undefined) },
    );
    await world.push(JANE);
    await world.deliver();
    expect(await mailRows(world.server)).toMatchObject([{ state: 'failed' }]);
    const [invitation] = await world.invitations();
    expect(invitation).toMatchObject({ state: 'pending' });
    refused.clear();
    const { resendInvitation } = await import('../../packages/server/src/invitations/index.ts');
    await resendInvitation(world.server.app, world.context(), String(invitation?.id));
    await world.deliver();
    await world.accept(world.codesTo(JANE)[0] ?? '');
  });
});
