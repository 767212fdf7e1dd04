/**
 * 200 people sign in at once, again and again, while an identity provider goes on at a steady rate: what it costs in
 * memory, and what the identity provider feels of it. Nobody has the addresses; a password is compared all the same.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rollcall, startProcess } from '../test/support/process.ts';
import type { LoadPlan, LoadResult } from './load.ts';
import { figures, ROUNDS, runLoad, SECONDS } from './measure.ts';
import { startCluster } from './postgres/cluster.ts';
import { createUsers, LIMITS_OFF, makeToken, sender } from './seed.ts';

const AT_ONCE = 200;
const SEEDED = 200;
/** How often the memory of the server is looked at, milliseconds. */
const LOOK_MS = 50;
/** How long after a refusal somebody tries again, milliseconds: far more often than Retry-After asks for. */
const AGAIN_MS = 250;

export async function benchLogins(directory: string, isPostgres: boolean): Promise<void> {
  const cluster = isPostgres ? await startCluster(directory) : undefined;
  const place = cluster === undefined ? [] : ['--database-url', cluster.url];
  const data = join(directory, 'data');
  const token = await makeToken((...words) => rollcall(data, ...words, ...place));
  const server = await startProcess(data, ...LIMITS_OFF, ...place);
  const pid = Number(server.child.pid);
  try {
    const { ids } = await createUsers(sender(server.baseUrl, token), SEEDED);
    const plan: LoadPlan = {
      ports: [server.port],
      token,
      seconds: SECONDS,
      connections: 4,
      pauseMs: 4,
      method: 'GET',
      paths: ids.map((id) => `/v1/scim/v2/Users/${id}`),
      status: 200,
    };
    const origin = new URL(server.baseUrl).origin;
    // Turns that nobody looks at: code is compiled, and the threads that hash are started.
    await runLoad(plan);
    await beside(origin, () => runLoad({ ...plan, seconds: 1 }));
    const alone: LoadResult[] = [];
    const crowded: LoadResult[] = [];
    const answers = new Map<number, number>();
    const before = memoryOf(pid);
    let most = before;
    const looking = setInterval(() => {
      most = Math.max(most, memoryOf(pid));
    }, LOOK_MS);
    for (let round = 0; round < ROUNDS; round++) {
      alone.push(await runLoad(plan));
      crowded.push(await beside(origin, () => runLoad(plan), answers));
    }
    clearInterval(looking);
    const [calm, busy] = [middle(alone), middle(crowded)];
    console.log(
      `\n${AT_ONCE} logins at once, ${SECONDS} s a run, ${ROUNDS} runs of each in turns\n`,
    );
    console.log('| GET of a user at a steady rate | |\n|---|---|');
    console.log(`| without logins | ${figures(calm)} |\n| beside them | ${figures(busy)} |`);
    console.log(`\np99 ${(busy.p99 / calm.p99).toFixed(2)} times that without.`);
    const grown = (most - before).toFixed(0);
    console.log(`Resident memory: ${before.toFixed(0)} MiB before, ${grown} MiB more at most.`);
    console.log(`Answers: ${[...answers].map(([status, n]) => `${n} × ${status}`).join(', ')}.`);
  } finally {
    await server.stop();
    await cluster?.close();
  }
}

/** Does something while the logins go on. */
async function beside<T>(
  origin: string,
  work: () => Promise<T>,
  answers = new Map<number, number>(),
): Promise<T> {
  let isOver = false;
  const logins = Array.from({ length: AT_ONCE }, async (_, n) => {
    for (let turn = 0; !isOver; turn++) {
      const status = await signIn(origin, n, turn);
      answers.set(status, (answers.get(status) ?? 0) + 1);
      if (status === 503) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  });
  const result = await work();
  isOver = true;
  await Promise.all(logins);
  return result;
}

/** Each from a domain of its own, so that none has to wait for what others got wrong. */
async function signIn(origin: string, n: number, turn: number): Promise<number> {
  const email = `somebody@of-${n}-${turn}-${Date.now()}.test`;
  const response = await fetch(`${origin}/v1/console/sign-in`, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: 'a password that nobody has' }),
  });
  await response.body?.cancel();
  return response.status;
}

/** Resident, MiB. */
function memoryOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}

/** By what is compared. */
function middle(results: readonly LoadResult[]): LoadResult {
  const sorted = results.toSorted((a, b) => a.p99 - b.p99);
  const result = sorted[Math.floor(sorted.length / 2)];
  if (result === undefined) throw new Error('There is no result.');
  return result;
}
