/** Rollcall on the embedded database beside `node:http` and better-sqlite3. */
import { join } from 'node:path';
import { rollcall, type ServerProcess, startProcess } from '../test/support/process.ts';
import { prepareBare } from './bare-data.ts';
import {
  chosen,
  figures,
  inTurns,
  pointReadsBesideScans,
  ROUNDS,
  ratio,
  residentMb,
  SECONDS,
  type Side,
  USERS,
  warmUp,
} from './measure.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import { LIMITS_OFF, seed } from './seed.ts';
import { startBare } from './start-bare.ts';

const BARE = new URL('./bare-server.ts', import.meta.url);

export async function benchOnSqlite(data: string, words: readonly string[]): Promise<void> {
  console.log(`Seeding ${USERS} users over SCIM …`);
  const started = performance.now();
  const seeded = await seed(data, USERS);
  console.log(`Seeded in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  const bareFile = join(data, 'bare.db');
  await rollcall(data, 'backup', bareFile);
  prepareBare(bareFile);

  const before = performance.now();
  const server = await startProcess(data, ...LIMITS_OFF);
  const startMs = performance.now() - before;
  const bare = await startBare(BARE, bareFile, seeded.token);
  try {
    const sides = [server, bare].map((one): Side => ({ servers: [one] }));
    const all = scenarios(seeded);
    const rows: string[] = [];
    await warmUp(all[0], seeded.token, sides);
    for (const scenario of chosen(all, words)) {
      rows.push(await compare(scenario, seeded.token, sides));
      console.log(rows.at(-1));
    }
    if (words.length === 0) {
      const reads = await pointReadsBesideScans(seeded.token, all, { servers: [server] });
      rows.push(`| GET /Users/{id} beside scans | ${figures(reads)} | | | p99 ≤ 20 ms |`);
    }
    printTable(rows, startMs, server);
  } finally {
    bare.child.kill('SIGKILL');
    await server.stop();
  }
}

async function compare(scenario: Scenario, token: string, sides: readonly Side[]) {
  // A core each where requests are counted.
  const placement = scenario.measure === 'requests' ? 'apart' : 'free';
  const [ours, bare] = await inTurns(scenario, token, sides, placement);
  if (ours === undefined || bare === undefined) throw new Error('A side was not measured.');
  const cells = [scenario.name, figures(ours), figures(bare), ratio(scenario, ours, bare)];
  return `| ${cells.join(' | ')} | ${scenario.target} |`;
}

function printTable(rows: readonly string[], startMs: number, { child }: ServerProcess): void {
  console.log(`\n${USERS} users, ${SECONDS} s a run, middle of ${ROUNDS}\n`);
  console.log('| Work | Rollcall | Bare | Ratio | Target |\n|---|---|---|---|---|');
  console.log(rows.join('\n'));
  const memory = residentMb(child).toFixed(0);
  console.log(`| memory after the runs | ${memory} MB | | | ≤ 300 MB with 1 M users |`);
  console.log(`| start until ready | ${startMs.toFixed(0)} ms | | | ≤ 1 s with 1 M users |`);
}
