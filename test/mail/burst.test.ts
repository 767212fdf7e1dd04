import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningJobs } from '../../packages/server/src/jobs/index.ts';
import { cases } from '../support/cases.ts';
import { TEST_DATABASE } from '../support/postgres.ts';
import { startNode, startServer, type TestNode, type TestServer } from '../support/server.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';
import { mailRows, queueAll, startSending, until } from './support.ts';

/** On PostgreSQL fewer, since the statements are the same and cross a socket; 5,000 in the nightly run. */
const BURST = TEST_DATABASE === 'sqlite' ? 5000 : cases(1000);
/** Mails that are queued at one moment; among them no order is promised. */
const MOMENT = 100;
const PATIENCE_SECONDS = 170;

let now: number;
let server: TestServer;
let smtp: TestSmtp;
let second: TestNode | undefined;
let sending: RunningJobs[];
beforeEach(async () => {
  sending = [];
  now = Date.now();
  server = await startServer({ clock: () => new Date(now) });
  smtp = await startSmtp();
});
afterEach(async () => {
  await Promise.all(sending.map((jobs) => jobs.close()));
  await second?.close();
  second = undefined;
  await smtp.close();
  await server.close();
});

const isSent = async () => (await mailRows(server)).every(({ state }) => state === 'sent');
const recipients = () => smtp.mails.map(({ to }) => String(to[0]));

describe('walkthrough 4.2: mail in a burst', () => {
  it('of one organisation holds up no other, and each goes out once', {
    timeout: 180_000,
  }, async () => {
    const addresses = Array.from({ length: BURST }, (_, n) => `p${n}@acme.test`);
    for (let at = 0; at < BURST; at += MOMENT) {
      await queueAll(server.app, server.organization.id, addresses.slice(at, at + MOMENT));
      now += 1000;
    }
    const other = await server.addTenant({ name: 'Beta' });
    await queueAll(server.app, other.organization.id, ['one@beta.test']);
    sending.push(startSending(server.app, smtp.url));
    await until(() => smtp.mails.length === BURST + 1, PATIENCE_SECONDS);
    await until(isSent);
    expect(recipients().indexOf('one@beta.test')).toBeLessThan(20);
    expect(new Set(recipients()).size).toBe(BURST + 1);
    expect(recipients()).toHaveLength(BURST + 1);
    // In order, but for those that are under way at the same time.
    const moments = recipients()
      .filter((address) => address.endsWith('@acme.test'))
      .map((address) => Math.floor(Number(/\d+/.exec(address)?.[0]) / MOMENT));
    const places = moments.map((_, index) => Math.floor(index / MOMENT));
    const strays = moments.filter((moment, index) => Math.abs(moment - Number(places[index])) > 1);
    expect(strays).toEqual([]);
  });

  it.runIf(TEST_DATABASE === 'postgres')('two nodes send each mail once', async () => {
    second = await startNode(server);
    const addresses = Array.from({ length: 200 }, (_, n) => `p${n}@acme.test`);
    sending.push(startSending(server.app, smtp.url), startSending(second.app, smtp.url));
    for (let at = 0; at < addresses.length; at += 10) {
      await queueAll(server.app, server.organization.id, addresses.slice(at, at + 10));
    }
    await until(() => smtp.mails.length >= addresses.length);
    await until(isSent);
    expect(recipients().sort()).toEqual([...addresses].sort());
  });
});
