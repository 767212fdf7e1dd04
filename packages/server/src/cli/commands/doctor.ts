import { statfsSync, statSync } from 'node:fs';
import type { App } from '../../app.ts';
import { type SqliteDatabase, schemaVersion } from '../../db/index.ts';
import { unopenedSigningKeys } from '../../departures/index.ts';
import type { LiveToken } from '../../registry/index.ts';
import { unopenedSecrets } from '../../single-sign-on/index.ts';
import { mailChecks } from './doctor-mail.ts';
import { postgresChecks } from './doctor-postgres.ts';
import { inspect } from './inspect.ts';

export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
}

/** Free space below which writes are in danger, bytes. */
const FREE_BYTES_MIN = 512 * 1024 * 1024;
/** How long before its expiry a token is worth a warning, milliseconds. */
const TOKEN_WARNING_MS = 30 * 86_400_000;
/** A clock before this is wrong: Rollcall did not exist. */
const EARLIEST_TIME = Date.UTC(2026, 0, 1);

/** Everything an operator would want to know before asking for help. `ok` is false if any check is. */
export async function doctor(app: App): Promise<{ ok: boolean; checks: Check[] }> {
  const { db } = app;
  const checks = [
    ...(db.kind === 'sqlite' ? await embeddedChecks(app, db) : await postgresChecks(app, db)),
    clock(app),
    tokens(app),
    organizations(app),
    ...(await mailChecks(app)),
    await secrets(app),
    await signingKeys(app),
  ];
  return { ok: checks.every(({ ok }) => ok), checks };
}

async function embeddedChecks(app: App, db: SqliteDatabase): Promise<Check[]> {
  const { integrity, counts } = await inspect(db.path);
  return [directory(app), freeSpace(app), database(db, integrity), counts];
}

function directory({ config }: App): Check {
  const mode = statSync(config.dataDir).mode & 0o777;
  const ok = (mode & 0o077) === 0;
  const octal = mode.toString(8);
  return {
    name: 'data directory',
    ok,
    message: ok
      ? `${config.dataDir}, mode ${octal}`
      : `${config.dataDir} can be read by others (mode ${octal}); run: chmod 700 ${config.dataDir}`,
  };
}

function freeSpace({ config }: App): Check {
  const { bavail, bsize } = statfsSync(config.dataDir);
  const free = bavail * bsize;
  const message = `${Math.round(free / 1024 / 1024)} MiB free`;
  return { name: 'disk', ok: free >= FREE_BYTES_MIN, message };
}

function clock(app: App): Check {
  const now = app.clock();
  return { name: 'clock', ok: now.getTime() > EARLIEST_TIME, message: now.toISOString() };
}

function database({ main }: SqliteDatabase, integrity: string): Check {
  return {
    name: 'database',
    ok: integrity === 'ok',
    message: `schema ${schemaVersion(main)}, integrity check: ${integrity}`,
  };
}

function tokens(app: App): Check {
  const now = app.clock().getTime();
  const ending = app.registry.organizations.flatMap(({ id, slug }) =>
    usableTokens(app, id)
      .filter(({ expiresAt }) => expiresAt - now < TOKEN_WARNING_MS)
      .map(({ name, expiresAt }) => `${slug} "${name}" on ${new Date(expiresAt).toISOString()}`),
  );
  return {
    name: 'tokens',
    ok: ending.length === 0,
    message: ending.length === 0 ? 'none expires within 30 days' : `expiring: ${ending.join('; ')}`,
  };
}

function usableTokens(app: App, organizationId: string): readonly LiveToken[] {
  const now = app.clock().getTime();
  return app.registry
    .tokens(organizationId)
    .filter(({ revokedAt, expiresAt }) => revokedAt === null && expiresAt > now);
}

async function secrets(app: App): Promise<Check> {
  const closed = await unopenedSecrets(app);
  const ok = closed.length === 0;
  const message = ok
    ? 'every client secret of single sign-on can be opened'
    : `no key here opens the client secret of: ${closed.join(', ')}. Bring the key back, or: sso set`;
  return { name: 'secrets', ok, message };
}

async function signingKeys({ reader, secrets: keys }: App): Promise<Check> {
  const closed = await unopenedSigningKeys(reader, keys);
  const ok = closed.length === 0;
  const message = ok
    ? 'every key that receipts were signed with can be opened'
    : `no key here opens ${closed.length} of the keys that receipts were signed with. They still verify, and new ` +
      'receipts are signed with another one. Bring the key back that secrets were sealed with';
  return { name: 'receipts', ok, message };
}

function organizations(app: App): Check {
  const without = app.registry.organizations.filter(({ id }) => usableTokens(app, id).length === 0);
  const count = app.registry.organizations.length;
  const names = without.map(({ slug }) => slug).join(', ');
  return {
    name: 'organisations',
    ok: true,
    message: names === '' ? `${count}` : `${count}; without a usable token: ${names}`,
  };
}
