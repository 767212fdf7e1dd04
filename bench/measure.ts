/** What both benchmarks share: runs of the load in turns, and how their figures are written. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { LoadPlan, LoadResult } from './load.ts';
import { type Placement, pin } from './pin.ts';
import type { Scenario } from './scenarios.ts';

export const USERS = Number(process.env.ROLLCALL_BENCH_USERS ?? 100_000);
export const SECONDS = Number(process.env.ROLLCALL_BENCH_SECONDS ?? 3);
/** Each scenario runs this often on each side, in turns; the middle result counts. */
export const ROUNDS = 3;

/** One process or several that answer the same requests. */
export interface Side {
  readonly servers: readonly { readonly port: number; readonly child: ChildProcess }[];
}

/** Told what happens around each run, to measure what it costs. */
export interface Meter {
  before(): Promise<void>;
  after(side: Side, result: LoadResult): Promise<void>;
}

/** The scenario on each side in turns. Returns the middle result of each. */
export async function inTurns(
  { plan }: Scenario,
  token: string,
  sides: readonly Side[],
  placement: Placement,
  meter?: Meter,
): Promise<LoadResult[]> {
  for (const { child } of sides.flatMap(({ servers }) => servers)) {
    pin(child.pid, 'server', placement);
  }
  const results = sides.map((): LoadResult[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, side] of sides.entries()) {
      const spin = placement === 'apart';
      const ports = side.servers.map(({ port }) => port);
      await meter?.before();
      const result = await runLoad({ ...plan, token, seconds: SECONDS, spin, ports }, placement);
      await meter?.after(side, result);
      results[index]?.push(result);
    }
  }
  return results.map(middle);
}

/**
 * Turns that nobody looks at: the first thousands of requests of a process pay for compiling its code, and
 * what was seeded is still being tidied up.
 */
export async function warmUp(
  scenario: Scenario | undefined,
  token: string,
  sides: readonly Side[],
): Promise<void> {
  if (scenario !== undefined) await inTurns(scenario, token, sides, 'free');
}

/** Point reads at a steady rate while scans run without pause beside them. */
export async function pointReadsBesideScans(
  token: string,
  all: readonly Scenario[],
  { servers }: Side,
): Promise<LoadResult> {
  const [point, scan] = [all.at(0), all.at(-1)];
  if (point === undefined || scan === undefined) throw new Error('There are no scenarios.');
  const common = { token, seconds: SECONDS, ports: servers.map(({ port }) => port) };
  const [reads] = await Promise.all([
    runLoad({ ...point.plan, ...common, connections: 4, pauseMs: 2 }),
    runLoad({ ...scan.plan, ...common }),
  ]);
  return reads;
}

export function runLoad(plan: LoadPlan, placement: Placement = 'free'): Promise<LoadResult> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./load.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  pin(child.pid, 'load', placement);
  child.stdin.end(JSON.stringify(plan));
  return text(child.stdout).then((output) => JSON.parse(output) as LoadResult);
}

function middle(results: readonly LoadResult[]): LoadResult {
  const sorted = results.toSorted((a, b) => a.requestsPerSecond - b.requestsPerSecond);
  const result = sorted[Math.floor(sorted.length / 2)];
  if (result === undefined) throw new Error('There is no result.');
  return result;
}

/** The scenarios whose name has one of the words; all without words. */
export function chosen(all: readonly Scenario[], words: readonly string[]): readonly Scenario[] {
  if (words.length === 0) return all;
  return all.filter(({ name }) => words.some((word) => name.includes(word)));
}

export function figures({ requestsPerSecond, p50, p99 }: LoadResult): string {
  return `${Math.round(requestsPerSecond)}/s, p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`;
}

/** `70 % of bare`, or `1.20× the time of bare` where time is compared. */
export function ratio({ measure }: Scenario, ours?: LoadResult, bare?: LoadResult): string {
  if (ours === undefined || bare === undefined) return '';
  if (measure === 'latency') return `${(ours.p50 / bare.p50).toFixed(2)}× the time of bare`;
  return `${((ours.requestsPerSecond / bare.requestsPerSecond) * 100).toFixed(0)} % of bare`;
}

/** What a process has in memory, MB. */
export function residentMb({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}
