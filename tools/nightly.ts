/**
 * `npm run test:nightly [part …]`: the long versions of tests that also run short. Parts can be
 * started one by one; a part that passed is remembered under `artifacts/nightly.json` and skipped
 * when the run is started again for the same commit.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

interface Part {
  readonly name: string;
  readonly files: readonly string[];
  /** How many cases, rounds or requests. */
  readonly cases: number;
}

const PARTS: readonly Part[] = [
  { name: 'filters', files: ['packages/server/src/resources/agreement'], cases: 200_000 },
  { name: 'fuzz', files: ['test/security/fuzz'], cases: 100_000 },
  { name: 'crash', files: ['test/crash'], cases: 300 },
];
const RECORD = 'artifacts/nightly.json';

const commit = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !PARTS.some((part) => part.name === name));
if (unknown.length > 0) {
  console.error(
    `Unknown part ${unknown.join(', ')}. Parts: ${PARTS.map((p) => p.name).join(', ')}`,
  );
  process.exit(2);
}

const done = readRecord();
let failed = 0;
for (const part of PARTS) {
  if (wanted.length > 0 && !wanted.includes(part.name)) continue;
  if (wanted.length === 0 && done.has(part.name)) {
    console.log(`${part.name}: passed before at this commit`);
    continue;
  }
  console.log(`${part.name}: ${part.cases} cases`);
  const { status } = spawnSync('vitest', ['run', '--testTimeout=18000000', ...part.files], {
    stdio: 'inherit',
    env: { ...process.env, ROLLCALL_CASES: String(part.cases) },
  });
  if (status === 0) {
    done.add(part.name);
    writeRecord();
  } else {
    failed++;
  }
}
process.exitCode = failed === 0 ? 0 : 1;

function readRecord(): Set<string> {
  if (!existsSync(RECORD)) return new Set();
  const record: unknown = JSON.parse(readFileSync(RECORD, 'utf8'));
  if (typeof record !== 'object' || record === null) return new Set();
  if (Reflect.get(record, 'commit') !== commit) return new Set();
  const parts: unknown = Reflect.get(record, 'passed');
  return new Set(Array.isArray(parts) ? parts.map(String) : []);
}

function writeRecord(): void {
  mkdirSync('artifacts', { recursive: true });
  writeFileSync(RECORD, JSON.stringify({ commit, passed: [...done] }));
}
