/** What Org Admins, the application and whoever looks into the log are told. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { explain } from '../../packages/server/src/activity/index.ts';
import type { RunningJobs } from '../../packages/server/src/jobs/index.ts';
import {
  listNotices,
  NOTICE_MAIL_KINDS,
  noticeJobs,
} from '../../packages/server/src/notices/index.ts';
import { openCurl } from '../dialects/support/others.ts';
import type { Wire } from '../dialects/support/wire.ts';
import { mailRows, startSending, until } from '../mail/support.ts';
import type { Body } from '../support/scim-suite/client.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';
import { type BrakeWorld, HOUR_MS, makePeople, openWorld, tally } from './support.ts';

let world: BrakeWorld;
let wire: Wire;
let people: Body[];
let smtp: TestSmtp;
let sending: RunningJobs;
beforeEach(async () => {
  world = await openWorld();
  wire = openCurl(world.server);
  people = await makePeople(wire, 50);
  world.pass(2 * HOUR_MS);
  smtp = await startSmtp();
  sending = startSending(world.server.app, smtp.url, NOTICE_MAIL_KINDS);
});
afterEach(async () => {
  await sending.close();
  await smtp.close();
  await world.server.close();
});

const remove = ({ id }: Body) => wire.delete(`/Users/${id}`);
const removeAll = () => tally(people, remove);
const current = () => listNotices(world.server.app.reader, world.server.organization.id);
/** The job by its place: `notices`, `integration notices`. */
const runJob = (at: 0 | 1) => noticeJobs(world.server.app)[at]?.run(new AbortController().signal);

describe('promise 7: nothing is held silently', () => {
  it('one mail at once, a banner while anything is held, an event at both ends', async () => {
    expect(await removeAll()).toEqual({ 204: 20, 429: 30 });
    await until(() => smtp.mails.length === 1);
    const { subject, text } = smtp.mails[0]?.parsed ?? {};
    expect(subject).toBe('Removals by "Default" are held and wait for your decision');
    expect(text).toContain('mend the assignment in the identity provider first');
    expect(await current()).toMatchObject([
      { kind: 'changes.held', subjectId: world.server.connectionId, message: subject },
    ]);
    expect(await world.events('brake.engaged')).toBe(1);

    const [first, ...rest] = await world.held();
    await world.run('connection release', { id: first?.id });
    expect(await current()).toHaveLength(1);
    await world.run('connection discard', { id: rest.map(({ id }) => id).join(',') });
    expect(await current()).toEqual([]);
    expect(await world.events('brake.released')).toBe(1);
    expect(await world.events('held_changes.released')).toBe(1);
    expect(await world.events('held_changes.discarded')).toBe(1);
    expect(await mailRows(world.server)).toHaveLength(1);
  });

  it('once a day while it goes on, and again when a discarded removal is asked for anew', async () => {
    await removeAll();
    for (let hour = 0; hour < 24; hour++) {
      await runJob(0);
      world.pass(HOUR_MS);
    }
    await runJob(0);
    expect(await mailRows(world.server)).toHaveLength(2);
    expect(await current()).toMatchObject([{ kind: 'changes.held', facts: { waiting: '30' } }]);
    await world.run('connection discard', { all: true });
    await runJob(0);
    expect(await current()).toEqual([]);
    world.pass(24 * HOUR_MS);
    await remove(people[30]);
    expect(await current()).toMatchObject([{ kind: 'changes.held' }]);
    expect(await mailRows(world.server)).toHaveLength(3);
    expect(await world.events('brake.engaged')).toBe(2);
  });

  it('no mail where the organisation wants none; the banner is there', async () => {
    await world.run('organization set-notices', {
      argument: world.server.organization.slug,
      send: 'off',
    });
    await removeAll();
    expect(await current()).toHaveLength(1);
    expect(await mailRows(world.server)).toEqual([]);
  });

  it('the log has every attempt, with a note and what to do on both sides', async () => {
    await removeAll();
    const search = { organizationId: world.server.organization.id, limit: 1000 };
    const { rows } = await world.server.app.activity.search({ ...search, method: 'DELETE' });
    const held = rows.filter(({ status }) => status === 429);
    expect(held).toHaveLength(30);
    for (const row of held) {
      expect(row.notes).toEqual([{ entry: 'held', subject: 'delete' }]);
      expect(row.detail).toContain('is held');
      const { error, notes } = explain(row);
      expect(error?.onIdentityProvider).toContain('assign the people again');
      expect(error?.here).toContain('rollcall connection held');
      expect(notes[0]?.title).toContain('holds until somebody decides');
    }
  });

  it('what is held does not make the integration one that fails', async () => {
    await removeAll();
    await runJob(1);
    expect((await current()).map(({ kind }) => kind)).toEqual(['changes.held']);
  });
});
