/**
 * `npm run bench [-- words]`: Rollcall beside the bare ceiling on the same machine, in the same run,
 * with the load from a separate process. `words` select scenarios by part of their name; `--postgres`
 * among them takes PostgreSQL instead of the embedded database. `npm run bench -- bytes` measures
 * what rows and changes come to on disk, `permissions` the questions of an application, `invitations` a burst of
 * people who are invited, `console` how long people wait in a browser, `logins` 200 people who sign in at once;
 * see README.md.
 * ROLLCALL_BENCH_USERS sets the size (default 100,000), ROLLCALL_BENCH_SECONDS the time of each run.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const words = process.argv.slice(2).filter((word) => word !== '--postgres');
const isPostgres = process.argv.includes('--postgres');

const directory = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
// PostgreSQL runs as a user of its own where we are root, and has to get through.
chmodSync(directory, 0o711);
// Also when the benchmark is interrupted: what was started ends first, in listeners of its own.
process.on('exit', () =>
  rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }),
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(1));
}

if (words[0] === 'bytes') {
  const { measureBytes } = await import('./bytes/run.ts');
  await measureBytes(directory);
} else if (words[0] === 'permissions') {
  const { benchPermissions } = await import('./permissions.ts');
  await benchPermissions(directory, isPostgres);
} else if (words[0] === 'invitations') {
  const { benchInvitations } = await import('./invitations.ts');
  await benchInvitations(directory, isPostgres);
} else if (words[0] === 'console') {
  const { benchConsole } = await import('./console.ts');
  await benchConsole(directory, isPostgres);
} else if (words[0] === 'logins') {
  const { benchLogins } = await import('./logins.ts');
  await benchLogins(directory, isPostgres);
} else if (isPostgres) {
  const { benchOnPostgres } = await import('./postgres/run.ts');
  await benchOnPostgres(directory, words);
} else {
  const { benchOnSqlite } = await import('./on-sqlite.ts');
  await benchOnSqlite(directory, words);
}
