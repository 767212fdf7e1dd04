/**
 * `npm run bench [-- words]`: Rollcall beside the bare ceiling on the same machine, in the same run,
 * with the load from a separate process. `words` select scenarios by part of their name.
 * ROLLCALL_BENCH_USERS sets the size (default 100,000), ROLLCALL_BENCH_SECONDS the time of each run.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { freePort } from '../test/support/free-port.ts';
import { rollcall, type ServerProcess, startProcess } from '../test/support/process.ts';
import { prepareBare } from './bare-data.ts';
import type { LoadPlan, LoadResult } from './load.ts';
import { type Placement, pin } from './pin.ts';
import { type Scenario, type Seeded, scenarios } from './scenarios.ts';
import { LIMITS_OFF, seed } from './seed.ts';

const USERS = Number(process.env.ROLLCALL_BENCH_USERS ?? 100_000);
const SECONDS = Number(process.env.ROLLCALL_BENCH_SECONDS ?? 3);
/** Each scenario runs this often on each side, in turns; the middle result counts. */
const ROUNDS = 3;

const words = process.argv.slice(2);
const data = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
try {
  await main();
} finally {
  rmSync(data, { recursive: true, force: true });
}

async function main(): Promise<void> {
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
  let bare: BareServer | undefined;
  try {
    bare = await startBare(bareFile, seeded.token);
    const rows: string[] = [];
    for (const scenario of scenarios(seeded)) {
      if (words.length > 0 && !words.some((word) => scenario.name.includes(word))) continue;
      rows.push(await compare(scenario, seeded, server, bare));
      console.log(rows.at(-1));
    }
    if (words.length === 0) rows.push(await pointReadsBesideScan(seeded, server));
    printTable(rows, startMs, server);
  } finally {
    bare?.child.kill('SIGKILL');
    await server.stop();
  }
}

async function compare(
  scenario: Scenario,
  seeded: Seeded,
  server: ServerProcess,
  bare: BareServer,
): Promise<string> {
  const placement = scenario.measure === 'requests' ? 'apart' : 'free';
  pin(server.child.pid, 'server', placement);
  pin(bare.child.pid, 'server', placement);
  const ours: LoadResult[] = [];
  const ceiling: LoadResult[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const spin = placement === 'apart';
    const plan = { ...scenario.plan, token: seeded.token, seconds: SECONDS, spin };
    ours.push(await runLoad({ ...plan, port: server.port }, placement));
    ceiling.push(await runLoad({ ...plan, port: bare.port }, placement));
  }
  const a = middle(ours);
  const b = middle(ceiling);
  const ratio =
    scenario.measure === 'requests' ? a.requestsPerSecond / b.requestsPerSecond : a.p50 / b.p50;
  return `| ${scenario.name} | ${figures(a)} | ${figures(b)} | ${
    scenario.measure === 'requests'
      ? `${(ratio * 100).toFixed(0)} % of bare`
      : `${ratio.toFixed(2)}× the time of bare`
  } | ${scenario.target} |`;
}

/** Point reads at a steady rate while scans run without pause beside them. */
async function pointReadsBesideScan(seeded: Seeded, server: ServerProcess): Promise<string> {
  const all = scenarios(seeded);
  const [point, scan] = [all.at(0), all.at(-1)];
  if (point === undefined || scan === undefined) throw new Error('no scenarios');
  const common = { token: seeded.token, seconds: SECONDS, port: server.port };
  const [reads] = await Promise.all([
    runLoad({ ...point.plan, ...common, connections: 4, pauseMs: 2 }),
    runLoad({ ...scan.plan, ...common }),
  ]);
  return `| GET /Users/{id} beside scans | ${figures(reads)} | | | p99 ≤ 20 ms |`;
}

function runLoad(plan: LoadPlan, placement: Placement = 'free'): Promise<LoadResult> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./load.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  pin(child.pid, 'load', placement);
  child.stdin.end(JSON.stringify(plan));
  return text(child.stdout).then((output) => JSON.parse(output) as LoadResult);
}

interface BareServer {
  readonly port: number;
  readonly child: ChildProcess;
}

async function startBare(file: string, token: string): Promise<BareServer> {
  const port = await freePort();
  const script = fileURLToPath(new URL('./bare-server.ts', import.meta.url));
  const child = spawn(process.execPath, [script, file, String(port), token], { stdio: 'inherit' });
  for (let attempt = 0; attempt < 200; attempt++) {
    try {
      await (await fetch(`http://127.0.0.1:${port}/`)).body?.cancel();
      return { port, child };
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  child.kill('SIGKILL');
  throw new Error('The bare server did not start.');
}

function middle(results: LoadResult[]): LoadResult {
  const sorted = results.toSorted((a, b) => a.requestsPerSecond - b.requestsPerSecond);
  const result = sorted[Math.floor(sorted.length / 2)];
  if (result === undefined) throw new Error('no result');
  return result;
}

function figures({ requestsPerSecond, p50, p99 }: LoadResult): string {
  return `${Math.round(requestsPerSecond)}/s, p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`;
}

function printTable(rows: readonly string[], startMs: number, server: ServerProcess): void {
  const status = readFileSync(`/proc/${server.child.pid}/status`, 'utf8');
  const rss = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  console.log(`\n${USERS} users, ${SECONDS} s a run, middle of ${ROUNDS}\n`);
  console.log('| Work | Rollcall | Bare | Ratio | Target |\n|---|---|---|---|---|');
  console.log(rows.join('\n'));
  console.log(`| memory after the runs | ${rss.toFixed(0)} MB | | | ≤ 300 MB with 1 M users |`);
  console.log(`| start until ready | ${startMs.toFixed(0)} ms | | | ≤ 1 s with 1 M users |`);
}
