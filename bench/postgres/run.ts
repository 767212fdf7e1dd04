/**
 * Rollcall on PostgreSQL, one node and two, beside bare servers that send the same statements. All
 * share the machine with PostgreSQL and the load, and the scheduler places them.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ServerProcess, startProcess } from '../../test/support/process.ts';
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
} from '../measure.ts';
import { type Scenario, scenarios } from '../scenarios.ts';
import { LIMITS_OFF, seed } from '../seed.ts';
import { type BareServer, startBare } from '../start-bare.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { type Cost, CostMeter } from './costs.ts';
import { expectSameBytes } from './same-bytes.ts';

const BARE = new URL('./bare-pg-server.ts', import.meta.url);

export async function benchOnPostgres(directory: string, words: readonly string[]): Promise<void> {
  const cluster = await startCluster(directory);
  console.log(`Seeding ${USERS} users over SCIM …`);
  const started = performance.now();
  const place = ['--database-url', cluster.url];
  const seeded = await seed(join(directory, 'seed'), USERS, ...place);
  console.log(`Seeded in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  await copyForBare(cluster);

  const nodes: ServerProcess[] = [];
  const bare: BareServer[] = [];
  const startMs: number[] = [];
  try {
    for (const name of ['first', 'second']) {
      const data = join(directory, name);
      mkdirSync(data);
      const before = performance.now();
      const node = await startProcess(data, ...LIMITS_OFF, ...place);
      startMs.push(performance.now() - before);
      nodes.push(node);
    }
    for (const _ of nodes) bare.push(await startBare(BARE, cluster.urlOf('bare'), seeded.token));
    await expectSameBytes(seeded, nodes, bare);
    const sides: readonly Side[] = [nodes, bare].flatMap((servers) => [
      { servers: servers.slice(0, 1) },
      { servers },
    ]);
    await measure(cluster, scenarios(seeded), words, seeded.token, sides);
    const memory = nodes.map(({ child }) => `${residentMb(child).toFixed(0)} MB`).join(', ');
    console.log(`\nMemory of each node after the runs: ${memory}`);
    console.log(`Start until ready: ${startMs.map((ms) => `${ms.toFixed(0)} ms`).join(', ')}`);
  } finally {
    for (const { child } of bare) child.kill('SIGKILL');
    await Promise.all(nodes.map((node) => node.stop()));
    await cluster.close();
  }
}

/** The bare servers have a database of their own, with the same rows. */
async function copyForBare(cluster: Cluster): Promise<void> {
  await cluster.query('create database bare template rollcall');
  for (const database of ['rollcall', 'bare']) await cluster.query('vacuum analyze', database);
  await cluster.query('checkpoint');
}

async function measure(
  cluster: Cluster,
  all: readonly Scenario[],
  words: readonly string[],
  token: string,
  sides: readonly Side[],
): Promise<void> {
  const rows: string[] = [];
  const costs: string[] = [];
  await warmUp(all[0], token, sides);
  const meter = new CostMeter(cluster);
  for (const { child } of sides.flatMap(({ servers }) => servers)) meter.watch(child.pid ?? 0);
  for (const scenario of chosen(all, words)) {
    const results = await inTurns(scenario, token, sides, 'free', meter);
    const [one, two, bare, twoBare] = results;
    const ratios = [ratio(scenario, one, bare), ratio(scenario, two, twoBare)];
    rows.push(`| ${[scenario.name, ...results.map(figures), ...ratios].join(' | ')} |`);
    console.log(rows.at(-1));
    const [first, , third] = sides.map((side) => meter.take(side));
    costs.push(`| ${[scenario.name, ...costCells(first), ...costCells(third)].join(' | ')} |`);
  }
  if (words.length === 0) {
    const beside: string[] = [];
    for (const side of sides) {
      beside.push(figures(await pointReadsBesideScans(token, all, side)));
    }
    rows.push(`| GET /Users/{id} beside scans | ${beside.join(' | ')} | | |`);
  }
  printTables(rows, costs);
}

function costCells(cost: Cost | undefined): string[] {
  if (cost === undefined) return [];
  const { serverUs, postgresUs, statements, walBytes } = cost;
  return [serverUs.toFixed(0), postgresUs.toFixed(0), statements.toFixed(1), walBytes.toFixed(0)];
}

function printTables(rows: readonly string[], costs: readonly string[]): void {
  console.log(`\n${USERS} users, ${SECONDS} s a run, middle of ${ROUNDS}`);
  console.log('Target: two nodes on one machine ≥ 50 % of two bare servers\n');
  console.log('| Work | One node | Two nodes | Bare | Two bare | One : bare | Two : two bare |');
  console.log(`|---|---|---|---|---|---|---|\n${rows.join('\n')}`);
  console.log('\nOf one request, with one node and with one bare server: processor time of the');
  console.log('server and of PostgreSQL (µs), statements, bytes of write-ahead log\n');
  console.log('| Work | Node | PostgreSQL | St. | WAL | Bare | PostgreSQL | St. | WAL |');
  console.log(`|---|---|---|---|---|---|---|---|---|\n${costs.join('\n')}`);
}
