import { linkUrl } from '../accounts/index.ts';
import { type App, openApp } from '../app.ts';
import { startBackground } from '../background.ts';
import { readConfig, type SettingName } from '../config.ts';
import { sealSigningKeys } from '../departures/index.ts';
import { serve } from '../http/serve.ts';
import { newSetUpLink } from '../sign-in/index.ts';
import { startControlServer } from './control-server.ts';
import { firstRunMessage } from './first-run.ts';

/** How long the directory may still be held by a server that is stopping, milliseconds. */
const LOCK_WAIT_MS = 5000;

/** How long PostgreSQL may take to start beside us, milliseconds. */
const DATABASE_WAIT_MS = 30_000;

/** Runs until the process is told to stop; a second signal stops it at once. */
export async function runServer(
  flags: Readonly<Partial<Record<SettingName, unknown>>>,
): Promise<void> {
  const config = readConfig(flags, process.env);
  const app = await openApp(config, {
    lockWaitMs: LOCK_WAIT_MS,
    databaseWaitMs: DATABASE_WAIT_MS,
  });
  const closing = Promise.withResolvers<void>();
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    closing.resolve();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  try {
    await runUntil(app, closing.promise);
  } finally {
    await app.close();
  }
}

async function runUntil(app: App, end: Promise<void>): Promise<void> {
  // On PostgreSQL commands go to the database, which tells every node.
  const control = app.db.kind === 'sqlite' ? await startControlServer(app) : undefined;
  try {
    const server = await serve(app);
    console.log(`Rollcall listens on ${server.url}`);
    await tellFirstRun(app, server.publicUrl);
    await sealKeys(app);
    const background = startBackground(app, server.publicUrl);
    await end;
    await server.close();
    await background.close();
  } finally {
    // Also when the port is taken: an open socket would keep the process alive.
    await control?.close();
  }
}

/** Those from before there was a key to seal with, or a new one. */
async function sealKeys(app: App): Promise<void> {
  const { unopened } = await sealSigningKeys(app);
  if (unopened.length === 0) return;
  console.error(
    `Receipts: no key here opens ${unopened.length} of the keys that they were signed with, so the next are signed with ` +
      'another one. Set ROLLCALL_SECRET_KEY, or bring secret.key back; rollcall doctor says when all is well.',
  );
}

/** Nobody can have come in before there is an organisation. */
async function tellFirstRun(app: App, publicUrl: string): Promise<void> {
  if (app.registry.organizations.length > 0) return;
  const link = await newSetUpLink(app);
  if (link === undefined) return;
  console.log(firstRunMessage(app.config, publicUrl, linkUrl(publicUrl, 'setup', link)));
}
