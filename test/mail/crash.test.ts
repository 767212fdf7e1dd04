import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openApp } from '../../packages/server/src/app.ts';
import { readConfig } from '../../packages/server/src/config.ts';
import { findConnection } from '../../packages/server/src/connections/index.ts';
import { createMember } from '../../packages/server/src/members/index.ts';
import { noticeJobs } from '../../packages/server/src/notices/index.ts';
import { createOrganization } from '../../packages/server/src/organizations/index.ts';
import { createToken } from '../../packages/server/src/tokens/index.ts';
import { createTestDatabase, TEST_DATABASE } from '../support/postgres.ts';
import { rollcall, startProcess } from '../support/process.ts';
import { startSmtp } from '../support/smtp.ts';
import { contextOf, until } from './support.ts';

const ADMINS = 60;
/** Mails that are under way at the same time. */
const AT_ONCE = 5;
const DAY_MS = 86_400_000;

/** An organisation whose token ends in five days, with a mail about it for each of its Org Admins. */
async function prepare(place: Readonly<Record<string, string>>): Promise<void> {
  let now = Date.now() - 60 * DAY_MS;
  const app = await openApp(readConfig(place, {}), { clock: () => new Date(now) });
  try {
    const actor = { kind: 'cli', id: 'test' } as const;
    const { id } = await createOrganization(app, { name: 'Acme', planId: 'team' }, actor);
    const context = contextOf(app, id);
    const input = { orgAdmin: true, emailProven: true };
    const admins = [];
    for (let n = 0; n < ADMINS; n++) {
      admins.push(await createMember(app, context, { ...input, email: `a${n}@acme.test` }));
    }
    const connection = await findConnection(app.reader, id, undefined);
    await createToken(app, context, {
      connectionId: connection.id,
      ownerId: admins[0]?.id ?? '',
      name: 'okta',
      scopes: ['scim:write'],
      expiresAt: new Date(now + 65 * DAY_MS).toISOString(),
    });
    await app.registry.refresh(id);
    now = Date.now();
    await noticeJobs(app)[0]?.run(new AbortController().signal);
  } finally {
    await app.close();
  }
}

describe('a server that is killed while it sends', () => {
  it('loses no mail; one that came twice has the same Message-ID', {
    timeout: 180_000,
  }, async () => {
    const data = mkdtempSync(join(tmpdir(), 'rollcall-mail-'));
    const database = TEST_DATABASE === 'postgres' ? await createTestDatabase() : undefined;
    const smtp = await startSmtp({ delayMs: 40 });
    try {
      await prepare(database === undefined ? { data } : { databaseUrl: database.url });
      const place = database === undefined ? [] : ['--database-url', database.url];
      const settings = [
        '--smtp-url',
        smtp.url,
        '--mail-from',
        'Rollcall <r@vendor.test>',
        ...place,
      ];
      const distinct = () => new Set(smtp.mails.map(({ parsed }) => parsed.messageId)).size;
      const first = await startProcess(data, ...settings);
      await until(() => distinct() >= 10, 60);
      await first.kill();
      expect(distinct()).toBeLessThan(ADMINS);
      const last = await startProcess(data, ...settings);
      const waiting = () =>
        rollcall(data, 'mail', 'list', '--state', 'queued', ...place) as Promise<unknown[]>;
      // Those that were under way when it was killed have their next turn after half a minute.
      await until(async () => (await waiting()).length === 0, 120);
      await last.stop();
      const recipients = new Map<string, Set<string>>();
      for (const { to, parsed } of smtp.mails) {
        const ids = recipients.get(String(to[0])) ?? new Set();
        recipients.set(String(to[0]), ids.add(String(parsed.messageId)));
      }
      expect(recipients.size).toBe(ADMINS);
      for (const [address, ids] of recipients) expect(ids.size, address).toBe(1);
      // Only what was under way when it was killed may come twice.
      expect(smtp.mails.length).toBeLessThanOrEqual(ADMINS + AT_ONCE);
    } finally {
      await smtp.close();
      await database?.drop();
      rmSync(data, { recursive: true, force: true });
    }
  });
});
