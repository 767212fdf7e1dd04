/**
 * `npm test`: the checks of the repository, then every test. Ends with the line that continuous
 * integration reads: "N passed, N failed" (a check counts as one test).
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const RESULTS = 'artifacts/test-results.json';
const CHECKS = ['check:types', 'check:lint', 'check:dead', 'check:tidy'] as const;

/** Memory that programs share as files, and how much of it has to be free for the databases of a run. */
const MEMORY = '/dev/shm';
const MEMORY_BYTES = 6 * 1024 ** 3;

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
const scratch = makeScratch();
process.env.TMPDIR = scratch;
// The tests that use a browser are served what was built.
if (run('node', ['tools/build-console.ts']) !== 0) broken = true;
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
  failed += count(results, 'numFailedTests') + filesWithoutTests(results);
} catch (error) {
  console.error('The test run left no readable result:', error);
  broken = true;
}
if (status !== 0 && failed === 0) broken = true;
if (broken) failed++;

rmSync(scratch, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function run(command: string, args: readonly string[]): number {
  return spawnSync(command, args, { stdio: 'inherit' }).status ?? 1;
}

/**
 * Where databases of tests are: in memory where there is enough, since making and dropping hundreds of them costs
 * a file system more than the tests cost otherwise. What a disk does to them is for the nightly run.
 */
function makeScratch(): string {
  const free = () => {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize;
  };
  let parent = tmpdir();
  try {
    if (free() >= MEMORY_BYTES) parent = MEMORY;
  } catch {
    // There is none on other systems.
  }
  const directory = mkdtempSync(join(parent, 'rollcall-run-'));
  // PostgreSQL runs as a user of its own where we are root, and has to get through.
  chmodSync(directory, 0o711);
  return directory;
}

function count(results: unknown, key: string): number {
  const value =
    typeof results === 'object' && results !== null ? Reflect.get(results, key) : undefined;
  if (typeof value !== 'number') throw new Error(`${key} is not a number`);
  return value;
}

/** Files that could not be loaded or set up have no failed test of their own. */
function filesWithoutTests(results: unknown): number {
  const files: unknown = Reflect.get(Object(results), 'testResults');
  if (!Array.isArray(files)) throw new Error('There are no files of tests.');
  return files.filter(({ status, assertionResults }) => {
    const tests: readonly { status: string }[] = assertionResults;
    return status === 'failed' && !tests.some((test) => test.status === 'failed');
  }).length;
}
