/** Two nodes on one PostgreSQL, under load, and what must hold when it is over. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { brokenInvariants } from '../../support/invariants.ts';
import { type PgServer, waitUntil } from '../../support/pg-cluster/pg-server.ts';
import { type ServerProcess, startProcess } from '../../support/process.ts';
import { createGroup, expectWholeAudit, makeAcme } from '../acme.ts';
import { createJournal, forgetOld, type Journal } from '../journal.ts';
import type { Target } from '../send.ts';
import { contradictions } from '../verify.ts';
import { type Load, startWriting } from '../workload.ts';

const NODES = 2;
const WRITERS = 8;
/** Users followed from round to round; older ones are let go so that checking stays quick. */
const FOLLOWED_USERS = 100;
/** Transactions of nodes that are not over. */
const OPEN = `select 1 from pg_stat_activity
  where application_name like 'rollcall%' and xact_start is not null`;

export interface Nodes {
  readonly journal: Journal;
  readonly processes: readonly ServerProcess[];
  /** One of them. */
  readonly target: Target;
  /** Writes to any of the nodes until it is told to stop. */
  write(random: () => number, writers?: number): Load;
  kill(which: number): Promise<void>;
  restart(which: number): Promise<void>;
  /** Milliseconds until every node takes writes, or those named. */
  untilServed(which?: readonly number[]): Promise<number>;
  /** Compares with the journal; nothing may be written meanwhile. */
  expectConsistent(database: PgServer, when: string): Promise<void>;
  expectWholeAudit(): Promise<void>;
  close(): Promise<void>;
}

/** @param url What nodes are told; the database is there and empty. */
export async function startNodes(url: string, ...options: string[]): Promise<Nodes> {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-nodes-'));
  const place = ['--database-url', url];
  const journal = createJournal();
  const token = await makeAcme(join(directory, 'cli'), ...place);
  const start = (index: number) =>
    startProcess(
      join(directory, String(index)),
      ...[...place, ...options],
      ...['--requests-per-second', '1000000', '--burst', '1000000'],
    );
  const processes = await Promise.all(Array.from({ length: NODES }, (_, index) => start(index)));
  const node = (which: number): ServerProcess => {
    const found = processes[which];
    if (found === undefined) throw new Error(`There is no node ${which}.`);
    return found;
  };
  const groupId = await createGroup({ baseUrl: node(0).baseUrl, token });
  const toTarget = ({ baseUrl }: ServerProcess): Target => ({ baseUrl, token, groupId });
  const served = (which: number) => journal.acknowledgedBy.get(node(which).baseUrl) ?? 0;

  return {
    journal,
    processes,
    get target() {
      return toTarget(node(0));
    },
    write: (random, writers = WRITERS) =>
      startWriting(() => processes.map(toTarget), journal, writers, random),
    kill: (which) => node(which).kill(),
    async restart(which) {
      processes[which] = await start(which);
    },
    async untilServed(which = processes.map((_, index) => index)) {
      const started = performance.now();
      const before = which.map(served);
      await waitUntil('every node takes writes', async () => {
        const fault = journal.faults[0];
        if (fault !== undefined) throw new Error(fault);
        return which.every((one, index) => served(one) > (before[index] ?? 0));
      });
      return performance.now() - started;
    },
    async expectConsistent(database, when) {
      expect(journal.faults, when).toEqual([]);
      // What a client has given up may still be on its way to a commit.
      await waitUntil(
        'no transaction is open',
        async () => (await database.query(OPEN)).length === 0,
      );
      const databaseUrl = database.superuserUrl;
      expect(await brokenInvariants({ databaseUrl, data: directory }), when).toEqual([]);
      expect(await contradictions(toTarget(node(0)), journal), when).toEqual([]);
      forgetOld(journal, FOLLOWED_USERS);
    },
    expectWholeAudit: () => expectWholeAudit(join(directory, 'cli'), ...place),
    async close() {
      await Promise.all(processes.map((one) => one.kill()));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
