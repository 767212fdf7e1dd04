/**
 * Work in the background that has to be done once in a while, by one node. A node that is at a job
 * holds a lease of it and renews it; when the node dies the lease runs out and another takes over.
 * So a job may begin again after a crash: it has to bear that.
 */
import { randomUUID } from 'node:crypto';
import { EVERYBODY, type Query, type Writer } from '../db/index.ts';
import { addJob, claimJob, finishJob, renewJob } from './job-rows.ts';

/** How long a node that died keeps its jobs from others, milliseconds. */
const LEASE_MS = 30_000;
/** How often to look for a job that is due, milliseconds. */
const LOOK_MS = 5000;
/** Longest text of an error that is kept. */
const ERROR_MAX = 500;

export interface Job {
  readonly name: string;
  /** From the end of one run to the beginning of the next, milliseconds. */
  readonly everyMs: number;
  /** Asked first, where most looks find nothing to do: then the lease is not taken, and nothing written. */
  hasWork?(): Promise<boolean>;
  /** @param signal Aborted when the lease was lost or the node is stopping. */
  run(signal: AbortSignal): Promise<void>;
}

export interface JobOptions {
  readonly leaseMs?: number;
  readonly lookMs?: number;
}

export interface RunningJobs {
  /** Stops looking, tells what runs to stop, and waits for it. */
  close(): Promise<void>;
}

export function startJobs(
  writer: Writer,
  jobs: readonly Job[],
  { leaseMs = LEASE_MS, lookMs = LOOK_MS }: JobOptions = {},
): RunningJobs {
  if (jobs.length === 0) return { close: async () => {} };
  const holder = randomUUID();
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();

  async function turn(): Promise<void> {
    for (const job of jobs) {
      if (stop.signal.aborted) return;
      // A database that is away, or an error of the job's own: at the next look again.
      await attempt(job).catch(() => {});
    }
    if (!stop.signal.aborted) timer = setTimeout(look, lookMs * (0.75 + Math.random() / 2)).unref();
  }

  function look(): void {
    round = turn();
  }

  async function attempt(job: Job): Promise<void> {
    if (job.hasWork !== undefined && !(await job.hasWork())) return;
    const key = { name: job.name, holder };
    await change(writer, addJob, key);
    if ((await change(writer, claimJob, { ...key, leaseMs })) === 0) return;
    const error = await run(job, key);
    await change(writer, finishJob, { ...key, everyMs: job.everyMs, error });
  }

  /** Returns what went wrong, in words. */
  async function run(job: Job, key: { name: string; holder: string }): Promise<string | null> {
    const lost = new AbortController();
    const renewing = setInterval(() => {
      change(writer, renewJob, { ...key, leaseMs })
        .then((rows) => rows === 0 && lost.abort())
        .catch(() => {});
    }, leaseMs / 3);
    try {
      await job.run(AbortSignal.any([stop.signal, lost.signal]));
      return null;
    } catch (error) {
      return String(error).slice(0, ERROR_MAX);
    } finally {
      clearInterval(renewing);
    }
  }

  timer = setTimeout(look, Math.random() * lookMs).unref();
  return {
    async close() {
      stop.abort();
      clearTimeout(timer);
      await round;
    },
  };
}

function change<P>(writer: Writer, query: Query<P, unknown>, parameters: P): Promise<number> {
  return writer.write(EVERYBODY, async (session) => session.run(query, parameters));
}
