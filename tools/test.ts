/**
 * `npm test`: the checks of the repository, then every test. Ends with the line that continuous
 * integration reads: "N passed, N failed" (a check counts as one test).
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';

const RESULTS = 'artifacts/test-results.json';
const CHECKS = ['check:types', 'check:lint', 'check:dead', 'check:tidy'] as const;

let passed = 0;
let failed = 0;
/** A part that dies without a count must not look like a success. */
let broken = false;

for (const check of CHECKS) {
  console.log(`\n> ${check}`);
  if (run('npm', ['run', '-s', check]) === 0) passed++;
  else failed++;
}

mkdirSync('artifacts', { recursive: true });
// Hundreds of commands are started; this way each compiles its code only once.
process.env.NODE_COMPILE_CACHE ??= resolve('artifacts/compile-cache');
rmSync(RESULTS, { force: true });
const status = run('vitest', [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${RESULTS}`,
  ...process.argv.slice(2),
]);
try {
  const results: unknown = JSON.parse(readFileSync(RESULTS, 'utf8'));
  passed += count(results, 'numPassedTests');
  failed += count(results, 'numFailedTests');
} catch (error) {
  console.error('The test run left no readable result:', error);
  broken = true;
}
// A file that cannot be loaded has no failed test of its own.
if (status !== 0 && failed === 0) broken = true;
if (broken) failed++;

console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function run(command: string, args: readonly string[]): number {
  return spawnSync(command, args, { stdio: 'inherit' }).status ?? 1;
}

function count(results: unknown, key: string): number {
  const value =
    typeof results === 'object' && results !== null ? Reflect.get(results, key) : undefined;
  if (typeof value !== 'number') throw new Error(`${key} is not a number`);
  return value;
}
