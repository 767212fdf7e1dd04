import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  startNode,
  startServer,
  type TestNode,
  type TestServer,
} from '../../../../test/support/server.ts';
import type { Writer } from '../db/index.ts';
import { type Job, type RunningJobs, startJobs } from './index.ts';

const QUICK = { leaseMs: 600, lookMs: 40 };

let server: TestServer;
let second: TestNode | undefined;
let running: RunningJobs[];
beforeEach(async () => {
  running = [];
  server = await startServer();
  second = server.databaseUrl === undefined ? undefined : await startNode(server);
});
afterEach(async () => {
  await Promise.all(running.map((jobs) => jobs.close()));
  await second?.close();
  await server.close();
});

/** As many as there can be: the embedded database has one process, which may still start jobs twice. */
function writers(): readonly Writer[] {
  return [server.app.writer, second?.app.writer ?? server.app.writer];
}

function start(writer: Writer, job: Job): RunningJobs {
  const jobs = startJobs(writer, [job], QUICK);
  running.push(jobs);
  return jobs;
}

async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error('It did not come to pass.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('design.md §3 jobs: each runs once, on whichever node', () => {
  it('never on two nodes at a time, and not again before it is due', async () => {
    let at = 0;
    let most = 0;
    const runs: number[] = [];
    const job: Job = {
      name: 'counted',
      everyMs: 150,
      async run() {
        at += 1;
        most = Math.max(most, at);
        runs.push(performance.now());
        await new Promise((resolve) => setTimeout(resolve, 20));
        at -= 1;
      },
    };
    for (const writer of writers()) start(writer, job);
    await until(() => runs.length >= 8);
    expect(most).toBe(1);
    const gaps = runs.slice(1).map((time, index) => time - Number(runs[index]));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(140);
  });

  it('where there is nothing to do no lease is taken', async () => {
    let looks = 0;
    let runs = 0;
    const job: Job = {
      name: 'idle',
      everyMs: 0,
      async hasWork() {
        looks += 1;
        return looks > 3;
      },
      async run() {
        runs += 1;
      },
    };
    const { writer } = server.app;
    let writes = 0;
    const counting: Writer = {
      waiting: 0,
      write(organizationId, unit) {
        writes += 1;
        return writer.write(organizationId, unit);
      },
    };
    start(counting, job);
    await until(() => looks === 3);
    expect(writes).toBe(0);
    await until(() => runs > 0);
  });

  it('a long run keeps its lease', async () => {
    let runs = 0;
    const job: Job = {
      name: 'long',
      everyMs: 60_000,
      async run() {
        runs += 1;
        await new Promise((resolve) => setTimeout(resolve, 3 * QUICK.leaseMs));
      },
    };
    for (const writer of writers()) start(writer, job);
    await new Promise((resolve) => setTimeout(resolve, 3.5 * QUICK.leaseMs));
    expect(runs).toBe(1);
  });

  it('the job of a node that died is taken over when its lease has run out', async () => {
    const [first, other] = writers();
    if (first === undefined || other === undefined) throw new Error('There are no writers.');
    let died = false;
    let told = false;
    // The node goes silent at the job: what it writes from then on never arrives.
    const silent: Writer = {
      waiting: 0,
      write: (organizationId, unit) =>
        died ? new Promise(() => {}) : first.write(organizationId, unit),
    };
    const dies: Job = {
      name: 'taken',
      everyMs: 1,
      run: async () => {
        died = true;
      },
    };
    const takesOver: Job = {
      name: 'taken',
      everyMs: 60_000,
      run: async () => {
        told = true;
      },
    };
    startJobs(silent, [dies], QUICK);
    await until(() => died);
    const begun = performance.now();
    start(other, takesOver);
    await until(() => told);
    expect(performance.now() - begun).toBeGreaterThan(QUICK.leaseMs / 2);
  });

  it('an error is written down and the job comes again', async () => {
    let runs = 0;
    const job: Job = {
      name: 'failing',
      everyMs: 20,
      run: async () => {
        runs += 1;
        if (runs === 1) throw new Error('on purpose');
      },
    };
    start(server.app.writer, job);
    await until(() => runs >= 2);
  });

  it('stopping a node tells the job and waits for it', async () => {
    let ended = false;
    let begun = false;
    const jobs = start(server.app.writer, {
      name: 'stopped',
      everyMs: 1,
      run: (signal) => {
        begun = true;
        return new Promise((resolve) =>
          signal.addEventListener('abort', () => {
            ended = true;
            resolve();
          }),
        );
      },
    });
    await until(() => begun);
    await jobs.close();
    expect(ended).toBe(true);
  });
});
