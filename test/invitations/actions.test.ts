/** What the operator and Org Admins do with invitations, by the doors that they have. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../../packages/server/src/cli/run-command.ts';
import {
  invitationJob,
  listInvitations,
  releaseHeld,
} from '../../packages/server/src/invitations/index.ts';
import { inviteMany } from '../../packages/server/src/joining/index.ts';
import { putEntryPoints } from '../../packages/server/src/permissions/index.ts';
import { mailRows } from '../mail/support.ts';
import { clientsOf } from '../permissions/support.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { rowsOf } from '../support/rows.ts';
import { DAY_MS, openWorld, type World } from './support.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld({ invitations: 'hold' });
});
afterEach(async () => {
  expect(await brokenInvariants(world.server)).toEqual([]);
  await world.close();
});

/** A command as the command line runs it. */
async function run(name: string, input: object = {}) {
  const actor = { kind: 'cli', id: 'test' } as const;
  const typed = { organization: 'acme', ...input };
  const outcome = await runCommand(world.server.app, `invitation ${name}`, typed, actor);
  // biome-ignore lint/suspicious/noExplicitAny: results of many shapes.
  return outcome as { result: any; error: { code: string; message: string } };
}
const queued = async () => (await mailRows(world.server)).map(({ recipient }) => recipient);
const idOf = async (email: string) =>
  String((await world.invitations()).find((row) => row.email === email)?.id);

describe('walkthrough 4.1: held, previewed and released', () => {
  it('a preview says who would be mailed and what, and changes nothing', async () => {
    await world.push('jane@acme.test', { displayName: 'Jane' });
    await world.push('nobody');
    const before = await world.invitations();
    const { result } = await run('preview');
    expect(result).toMatchObject({ recipients: 1, withoutAddress: 1 });
    expect(result.mail.subject).toBe('Acme invites you to join');
    expect(result.mail.plainBody).toContain('jane@acme.test');
    expect(result.mail.plainBody).not.toContain('join#');
    const one = await run('preview', { argument: await idOf('jane@acme.test') });
    expect(one.result).toMatchObject({ recipients: 1, withoutAddress: 0 });
    expect(await world.invitations()).toEqual(before);
    expect(await queued()).toEqual([]);
  });

  it('one is released, then all; who has no address stays held, and follows when there is one', async () => {
    for (const name of ['a', 'b', 'c']) await world.push(`${name}@acme.test`);
    const nameless = await world.push('nobody');
    await run('release', { argument: await idOf('b@acme.test') });
    expect(await queued()).toEqual(['b@acme.test']);
    const again = await run('release', { argument: await idOf('b@acme.test') });
    expect(again.error).toMatchObject({ code: 'conflict' });
    const all = await run('release', { all: true });
    expect(all.result).toEqual({ released: 2, withoutAddress: 1, more: false });
    expect((await queued()).sort()).toEqual(['a@acme.test', 'b@acme.test', 'c@acme.test']);
    const [held] = (await world.invitations()).filter(({ state }) => state === 'held');
    const refused = await run('release', { argument: held?.id });
    expect(refused.error).toMatchObject({ code: 'refused' });
    expect(refused.error.message).toContain('Add one at the identity provider');
    await world.change(nameless, { emails: [{ value: 'found@acme.test' }] });
    await run('release', { all: true, connection: 'Default' });
    expect((await queued()).at(-1)).toBe('found@acme.test');
  });

  it('releases by pages: what is over the limit is for the next call', async () => {
    const { app } = world.server;
    const people = Array.from({ length: 250 }, (_, n) => `p${n}@acme.test`);
    const lines = await inviteMany(app, world.context(), `email\n${people.join('\n')}`, true);
    expect(lines.every(({ result }) => result === 'invited')).toBe(true);
    const first = await releaseHeld(app, world.context(), undefined, 200);
    expect(first).toEqual({ released: 200, withoutAddress: 0, more: true });
    const second = await releaseHeld(app, world.context(), undefined, 200);
    expect(second).toEqual({ released: 50, withoutAddress: 0, more: false });
    expect(new Set(await queued()).size).toBe(250);
  });
});

describe('invitations are listed', () => {
  it('by state, connection and text, page by page, each once', async () => {
    for (let n = 0; n < 7; n++) await world.push(`p${n}@acme.test`, { displayName: `Person ${n}` });
    await run('release', { argument: await idOf('p3@acme.test') });
    const { app, organization, connectionId } = world.server;
    const seen: (string | null)[] = [];
    let after: string | undefined;
    do {
      const page = await listInvitations(app.reader, organization.id, {
        ...{ state: 'held', after, limit: 2 },
      });
      seen.push(...page.invitations.map(({ email }) => email));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(seen).toEqual([0, 1, 2, 4, 5, 6].map((n) => `p${n}@acme.test`));
    const found = await run('list', { search: 'PERSON 3' });
    expect(found.result.invitations).toMatchObject([{ email: 'p3@acme.test', state: 'pending' }]);
    expect((await run('list', { search: 'p%' })).result.invitations).toEqual([]);
    const here = await listInvitations(app.reader, organization.id, { connectionId, limit: 10 });
    expect(here.invitations).toHaveLength(7);
    expect((await run('list', { connection: 'none' })).error).toMatchObject({ code: 'notFound' });
  });

  it('one, with what became of its mail', async () => {
    await world.push('jane@acme.test');
    const id = await idOf('jane@acme.test');
    expect((await run('show', { argument: id })).result).toMatchObject({
      state: 'held',
      mail: null,
    });
    await run('release', { argument: id });
    expect((await run('show', { argument: id })).result).toMatchObject({ mail: 'queued' });
    await world.deliver();
    expect((await run('show', { argument: id })).result).toMatchObject({
      state: 'pending',
      mail: 'sent',
      sentAt: new Date(world.clock.now).toISOString(),
    });
    expect((await run('show', { argument: 'none' })).error).toMatchObject({ code: 'notFound' });
  });
});

describe('invitations made by hand', () => {
  it('of somebody new with roles; of a member without account; each once', async () => {
    await putEntryPoints(world.server.app, world.context(), [{ key: 'billing', name: 'Billing' }]);
    const made = await run('create', { email: 'new@acme.test', roles: 'billing=viewer' });
    expect(made.result).toMatchObject({ memberId: null, state: 'pending', orgAdmin: false });
    const twice = await run('create', { email: 'NEW@acme.test' });
    expect(twice.error).toMatchObject({ code: 'conflict' });
    expect(twice.error.message).toContain(made.result.id);
    const owner = await run('create', { email: 'admin@acme.test' });
    expect(owner.result).toMatchObject({ memberId: world.server.ownerId });
    await world.deliver();
    await world.accept(world.codesTo('admin@acme.test')[0] ?? '');
    expect((await run('create', { email: 'admin@acme.test' })).error.message).toContain(
      'has joined',
    );
  });

  it('a user without one, as under the policy none, is invited and its changes are followed', async () => {
    await world.close();
    world = await openWorld({ invitations: 'none' });
    const user = await world.push('jane', { emails: [{ value: 'jane@acme.test' }] });
    const made = await run('create', { email: 'Jane@acme.test' });
    expect(made.result).toMatchObject({ userId: user, email: 'jane@acme.test' });
    await world.change(user, { emails: [{ value: 'new@acme.test' }] });
    expect(await world.invitations()).toMatchObject([{ email: 'new@acme.test', generation: 2 }]);
    await world.change(user, { active: false });
    const refused = await run('create', { email: 'new@acme.test' });
    expect(refused.error).toMatchObject({ code: 'refused' });
  });

  it.each([
    [{ email: 'nobody' }, 'invalid', 'not an e-mail address'],
    [{ email: 'a@b.test, c@d.test' }, 'invalid', 'not an e-mail address'],
    [{ email: 'a@b.test', roles: 'none=viewer' }, 'notFound', 'no entry point'],
    [{ email: 'a@b.test', roles: 'billing=god' }, 'invalid', 'no role "god"'],
    [{ email: 'a@b.test', roles: 'billing=viewer;billing=admin' }, 'invalid', 'two roles'],
    [{ email: 'a@b.test', roles: 'billing' }, 'invalid', 'is no role'],
    [{ email: 'admin@acme.test', orgAdmin: true }, 'invalid', 'a member already'],
  ])('%j is refused, and nothing happens', async (input, code, reason) => {
    await putEntryPoints(world.server.app, world.context(), [{ key: 'billing', name: 'Billing' }]);
    const { error } = await run('create', input);
    expect(error.code).toBe(code);
    expect(error.message).toContain(reason);
    expect(await world.invitations()).toEqual([]);
  });

  it('of a list: each line is invited or refused by itself, with the reason', async () => {
    await putEntryPoints(world.server.app, world.context(), [{ key: 'billing', name: 'Billing' }]);
    const text = [
      '\ufeffemail,displayName,orgAdmin,roles',
      'a@acme.test,"Doe, Jane",no,billing=viewer',
      'nobody,,,',
      'b@acme.test,,maybe,',
      'A@acme.test,,,',
      'c@acme.test,,yes,',
    ].join('\r\n');
    const { result } = await run('import', { argument: text });
    expect(result).toMatchObject([
      { line: 2, email: 'a@acme.test', result: 'invited' },
      { line: 3, result: 'refused', reason: expect.stringContaining('not an e-mail') },
      { line: 4, result: 'refused', reason: expect.stringContaining('yes or no') },
      { line: 5, result: 'refused', reason: expect.stringContaining('already') },
      { line: 6, result: 'invited' },
    ]);
    expect((await queued()).toSorted()).toEqual(['a@acme.test', 'c@acme.test']);
    for (const wrong of ['name\nx', 'email\n"', `email\n${'a@b.test\n'.repeat(5001)}`]) {
      expect((await run('import', { argument: wrong })).error).toMatchObject({ code: 'invalid' });
    }
  });
});

describe('the end of an invitation', () => {
  it('a link to hand over works once; it, a resend and a withdrawal are recorded', async () => {
    await world.push('jane@acme.test');
    const id = await idOf('jane@acme.test');
    expect((await run('resend', { argument: id })).error).toMatchObject({ code: 'conflict' });
    const { result } = await run('link', { argument: id });
    expect(result.link).toMatch(/^http:.*\/join#rcinv_/);
    await run('resend', { argument: id });
    await run('withdraw', { argument: id });
    for (const action of ['withdraw', 'resend', 'release', 'link']) {
      expect((await run(action, { argument: id })).error).toMatchObject({ code: 'conflict' });
    }
    const types = await rowsOf<{ type: string }>(
      world.server,
      `select type from event where subject_id = '${id}' order by seq`,
    );
    expect(types.map(({ type }) => type)).toEqual([
      ...['invitation.created', 'invitation.link_made'],
      ...['invitation.resent', 'invitation.withdrawn'],
    ]);
  });

  it('it expires after 7 days, and a resend makes it good again; what ended is kept 90 days', async () => {
    await world.push('jane@acme.test');
    const id = await idOf('jane@acme.test');
    await run('release', { argument: id });
    await world.deliver();
    const job = invitationJob(world.server.app, () => [world.server.organization.id]);
    const look = () => job.run(new AbortController().signal);
    world.clock.now += 7 * DAY_MS - 1;
    await look();
    expect(await world.invitations()).toMatchObject([{ state: 'pending' }]);
    world.clock.now += 1;
    await look();
    expect(await world.invitations()).toMatchObject([{ state: 'expired', ended_at: null }]);
    expect(await rowsOf(world.server, 'select * from invitation_code')).toEqual([]);
    await run('resend', { argument: id });
    await world.deliver();
    await world.accept(world.codesTo('jane@acme.test')[1] ?? '');
    world.clock.now += 90 * DAY_MS;
    await look();
    expect(await world.invitations()).toHaveLength(1);
    world.clock.now += 1;
    await look();
    expect(await world.invitations()).toEqual([]);
  });
});

describe("the operator's API", () => {
  it('lists, invites, releases, sends again, makes a link and withdraws', async () => {
    const { operator } = await clientsOf(world.server);
    const made = await operator('POST', '/invitations', { email: 'new@acme.test', isHeld: true });
    expect(made).toMatchObject({ status: 200, body: { state: 'held', email: 'new@acme.test' } });
    const one = `/invitations/${made.body.id}`;
    expect((await operator('POST', `${one}/release`)).body).toMatchObject({ state: 'pending' });
    expect((await operator('POST', `${one}/resend`)).status).toBe(200);
    expect((await operator('POST', `${one}/link`)).body.link).toContain('/join#');
    const listed = await operator('GET', '/invitations?state=pending&search=new');
    expect(listed.body).toMatchObject({ invitations: [{ id: made.body.id }], next: null });
    expect((await operator('GET', '/invitations?state=lost')).status).toBe(400);
    expect((await operator('POST', `${one}/withdraw`)).body).toMatchObject({ state: 'withdrawn' });
    expect((await operator('GET', one)).body).toMatchObject({ state: 'withdrawn' });
    expect((await operator('GET', '/invitations/none')).status).toBe(404);
    await world.push('jane@acme.test');
    expect((await operator('POST', '/invitations/release', {})).body).toMatchObject({
      released: 1,
    });
  });
});
