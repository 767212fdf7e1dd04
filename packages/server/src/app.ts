/** The one place that wires the parts. */
import type { Config } from './config.ts';
import type { Clock, Core } from './core.ts';
import { signingWith } from './departures/index.ts';
import { createOutbound } from './outbound/index.ts';
import { createSecrets, type Secrets } from './secrets/index.ts';
import { IdentityProviders } from './single-sign-on/index.ts';
import { openDirectory, openShared, type Storage } from './storage.ts';
import { TokenUse } from './tokens/index.ts';

export interface App extends Core, Storage {
  readonly config: Config;
  readonly tokenUse: TokenUse;
  readonly secrets: Secrets;
  readonly identityProviders: IdentityProviders;
}

export interface AppOptions {
  readonly clock?: Clock;
  /** How long to wait for another process to let go of the data directory, milliseconds. */
  readonly lockWaitMs?: number;
  /** How long to wait for a PostgreSQL that is not there yet, milliseconds. */
  readonly databaseWaitMs?: number;
}

/**
 * Opens the database that the configuration names.
 *
 * @throws LockedError when another process uses the data directory.
 */
export async function openApp(config: Config, options: AppOptions = {}): Promise<App> {
  const { clock = () => new Date(), lockWaitMs = 0, databaseWaitMs = 0 } = options;
  const storage =
    config.databaseUrl === undefined
      ? await openDirectory(config, lockWaitMs)
      : await openShared(config, config.databaseUrl, databaseWaitMs);
  const { reader, writer } = storage.db;
  const { secretKeys, dataDir, allowPrivateAddresses } = config;
  const directory = storage.db.kind === 'sqlite' ? dataDir : undefined;
  const secrets = createSecrets({ secretKeys, directory });
  const outbound = createOutbound({ allowPrivateAddresses });
  return {
    ...storage,
    config,
    clock,
    reader,
    writer: signingWith(writer, secrets),
    tokenUse: new TokenUse(writer),
    secrets,
    identityProviders: new IdentityProviders({ outbound, clock, allowPrivateAddresses }),
  };
}
