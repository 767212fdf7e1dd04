/**
 * A burst: some thousand people are assigned at once, with invitations off, held and sent, in the same run and
 * in turns. The mails go to the local inbox, so that no mail server is measured.
 */
import { join } from 'node:path';
import { rollcall, startProcess } from '../test/support/process.ts';
import { startCluster } from './postgres/cluster.ts';
import { createUsers, LIMITS_OFF, makeToken, sender } from './seed.ts';

/** People in one burst. */
const BURST = 5000;
/** How often each policy has its turn. */
const TURNS = 3;
/** How often to look whether all mail is out, milliseconds. */
const LOOK_MS = 500;
const POLICIES = ['none', 'hold', 'send'] as const;
type Policy = (typeof POLICIES)[number];

export async function benchInvitations(directory: string, isPostgres: boolean): Promise<void> {
  const cluster = isPostgres ? await startCluster(directory) : undefined;
  const place = cluster === undefined ? [] : ['--database-url', cluster.url];
  const data = join(directory, 'data');
  const run = (...words: string[]) => rollcall(data, ...words, ...place);
  const token = await makeToken(run);
  const server = await startProcess(data, ...LIMITS_OFF, ...place);
  try {
    const send = sender(server.baseUrl, token);
    const rates = new Map<Policy, number[]>(POLICIES.map((policy) => [policy, []]));
    let mailed = 0;
    for (let turn = 0; turn < TURNS; turn++) {
      for (const policy of POLICIES) {
        const on = ['--organization', 'bench', '--invitations', policy];
        await run('connection', 'set', 'Default', ...on);
        const startedAt = performance.now();
        await createUsers(send, BURST, `${policy}-${turn}-`);
        rates.get(policy)?.push((BURST / (performance.now() - startedAt)) * 1000);
        if (policy !== 'send') continue;
        while (((await run('mail', 'list', '--state', 'queued')) as unknown[]).length > 0) {
          await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
        }
        mailed += BURST / ((performance.now() - startedAt) / 1000);
      }
    }
    console.log(`\nBursts of ${BURST} people, ${isPostgres ? 'PostgreSQL' : 'SQLite'}\n`);
    console.log('| Invitations | Users a second, middle of 3 |\n|---|---|');
    for (const [policy, found] of rates) console.log(`| ${policy} | ${middle(found).toFixed(0)} |`);
    console.log(`\nCreated and mailed: ${(mailed / TURNS).toFixed(0)} people a second.`);
  } finally {
    await server.stop();
    await cluster?.close();
  }
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
