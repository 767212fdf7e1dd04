/** People who are no members leave nothing for ever: nobody could ask for it to be erased. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyChain } from '../../packages/server/src/audit/index.ts';
import { retentionJobs } from '../../packages/server/src/background.ts';
import { invitationJob, withdrawInvitation } from '../../packages/server/src/invitations/index.ts';
import { invite } from '../../packages/server/src/joining/index.ts';
import { type ScriptedProvider, startScripted } from '../single-sign-on/scripted-provider.ts';
import { Browser, CONFIG, contextOf, setUp } from '../single-sign-on/support.ts';
import { placesWith, rowsOf } from '../support/rows.ts';
import { startServer, type TestServer } from '../support/server.ts';

const DAY_MS = 86_400_000;
const STRANGER = 'stranger-of-the-provider';
const ADDRESS = 'never-joined@somewhere.test';

let server: TestServer;
let idp: ScriptedProvider;
let ahead = 0;
beforeAll(async () => {
  const clock = () => new Date(Date.now() + ahead);
  // Longer than what is asked here: the events themselves are not what lets go.
  server = await startServer({ config: { ...CONFIG, eventDays: 3650 }, clock });
  idp = await startScripted();
  await setUp(server, idp);
});
afterAll(async () => {
  await server.close();
  await idp.close();
});

async function daysPass(days: number): Promise<void> {
  ahead += days * DAY_MS;
  const { app } = server;
  const signal = new AbortController().signal;
  const ids = () => [server.organization.id];
  for (const job of [...retentionJobs(app), invitationJob(app, ids)]) {
    if (job.name !== 'activity retention') await job.run(signal);
  }
}

const detailsWith = async (text: string) =>
  (await rowsOf(server, `select seq from audit_detail where detail like '%${text}%'`)).length;
const recordsOf = async (action: string) =>
  (await rowsOf(server, `select seq from audit where action = '${action}'`)).length;
const isWhole = async () =>
  expect(await verifyChain(server.app.reader, server.organization.id)).toMatchObject({ ok: true });

it('who was refused is told for 30 days; that somebody was, for ever', async () => {
  const browser = new Browser(server);
  const location = await browser.come(idp.authorize(await browser.start(), STRANGER));
  expect(location).toContain('problem=unknown');
  await daysPass(29);
  expect(await detailsWith(STRANGER)).toBe(1);
  await daysPass(2);
  expect(await detailsWith(STRANGER)).toBe(0);
  expect(await recordsOf('sign_in.refused')).toBe(1);
  await isWhole();
});

it('whom an invitation was for is told for as long as there is one', async () => {
  const { id } = await invite(server.app, contextOf(server), {
    ...{ email: ADDRESS, displayName: 'Never Joined', isHeld: true },
  });
  await withdrawInvitation(server.app, contextOf(server), id);
  await daysPass(89);
  expect(await detailsWith(ADDRESS)).toBe(2);
  await daysPass(2);
  expect(await detailsWith(ADDRESS)).toBe(0);
  expect(await recordsOf('invitation.created')).toBe(1);
  // What is deleted leaves the files of the embedded database by and by.
  await server.app.forget();
  expect(await placesWith(server, ADDRESS)).toEqual([]);
  await isWhole();
});
