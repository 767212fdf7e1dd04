/**
 * `npm run test:nightly [part …]`: the long versions of tests that also run short. Parts can be
 * started one by one. A part runs in pieces, and each that passed is remembered under
 * `artifacts/nightly.json`: a run that was interrupted goes on there when it is started again for the
 * same commit, and parts that passed are skipped unless they are named.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

interface Part {
  readonly name: string;
  readonly files: readonly string[];
  /** How many cases, rounds or requests. */
  readonly cases: number;
  /** How many of them at a time, each time with another seed; default all. */
  readonly piece?: number;
  /** Of `vitest.config.ts`; default every one that has the files. */
  readonly project?: 'sqlite' | 'postgres';
}

const PARTS: readonly Part[] = [
  { name: 'filters', files: ['packages/server/src/resources/agreement'], cases: 200_000 },
  { name: 'fuzz', files: ['test/security/fuzz'], cases: 100_000 },
  { name: 'races', files: ['test/conformance/races'], cases: 10_000, piece: 2000 },
  {
    name: 'revocation',
    files: ['test/conformance/nodes'],
    cases: 1000,
    piece: 250,
    project: 'postgres',
  },
  { name: 'crash', files: ['test/crash/kill'], cases: 300, piece: 50, project: 'sqlite' },
  ...[
    { name: 'crash-node', files: ['test/crash/postgres/kill-node'], cases: 300, piece: 50 },
    { name: 'crash-postgres', files: ['test/crash/postgres/crash'], cases: 100, piece: 25 },
    { name: 'fail-over', files: ['test/crash/postgres/fail-over'], cases: 25, piece: 5 },
    { name: 'frozen', files: ['test/crash/postgres/frozen'], cases: 10, piece: 5 },
  ].map((part) => ({ ...part, project: 'postgres' as const })),
  { name: 'mail', files: ['test/mail/burst'], cases: 5000, project: 'postgres' },
  { name: 'last-org-admin', files: ['test/departures/last-org-admin'], cases: 1000, piece: 500 },
  { name: 'invitations', files: ['test/invitations/burst'], cases: 5000 },
  {
    name: 'walkthrough',
    files: ['test/walkthrough'],
    cases: 1000,
    piece: 250,
    project: 'postgres',
  },
  { name: 'copy', files: ['test/cli/copy'], cases: 200_000, project: 'postgres' },
  { name: 'restore', files: ['test/cli/restore'], cases: 200, piece: 50, project: 'sqlite' },
  { name: 'disk-full', files: ['test/crash/disk-full'], cases: 20, piece: 5 },
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

/** Cases that passed, by the name of the part. */
const done = readRecord();
let failed = 0;
for (const part of PARTS) {
  if (wanted.length > 0 && !wanted.includes(part.name)) continue;
  if ((done.get(part.name) ?? 0) >= part.cases) {
    if (wanted.length === 0) {
      console.log(`${part.name}: passed before at this commit`);
      continue;
    }
    done.delete(part.name);
  }
  if (!runPart(part)) failed++;
}
process.exitCode = failed === 0 ? 0 : 1;

function runPart(part: Part): boolean {
  const { name, cases, piece = cases } = part;
  for (let passed = done.get(name) ?? 0; passed < cases; ) {
    const next = Math.min(piece, cases - passed);
    console.log(`${name}: ${next} cases after ${passed} of ${cases}`);
    if (!runPiece(part, next)) return false;
    passed += next;
    done.set(name, passed);
    writeRecord();
  }
  return true;
}

function runPiece({ files, project }: Part, cases: number): boolean {
  const options = ['run', '--testTimeout=18000000'];
  if (project !== undefined) options.push('--project', project);
  const { status } = spawnSync('vitest', [...options, ...files], {
    stdio: 'inherit',
    env: { ...process.env, ROLLCALL_CASES: String(cases) },
  });
  return status === 0;
}

function readRecord(): Map<string, number> {
  if (!existsSync(RECORD)) return new Map();
  const record: unknown = JSON.parse(readFileSync(RECORD, 'utf8'));
  if (typeof record !== 'object' || record === null) return new Map();
  if (Reflect.get(record, 'commit') !== commit) return new Map();
  const passed: unknown = Reflect.get(record, 'passed');
  if (typeof passed !== 'object' || passed === null || Array.isArray(passed)) return new Map();
  return new Map(Object.entries(passed).map(([name, cases]) => [name, Number(cases)]));
}

function writeRecord(): void {
  mkdirSync('artifacts', { recursive: true });
  writeFileSync(RECORD, JSON.stringify({ commit, passed: Object.fromEntries(done) }));
}
