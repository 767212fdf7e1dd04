/**
 * A test of the repository itself: imports go one way, no file is dead, nothing is left half done.
 * File sizes are reported, not enforced. Fails with a list of what to mend.
 */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';

/** Files that something other than an import starts. */
const ENTRIES = [
  'packages/scim/src/index.ts',
  'packages/server/src/cli/main.ts',
  'packages/console/src/main.tsx',
  ...globSync('{test,bench,tools}/**/*.ts'),
  ...globSync('packages/*/src/**/*.test.ts'),
  ...globSync('*.config.ts'),
];
const FEATURES = new Set([
  'accounts',
  'secrets',
  'outbound',
  'identities',
  'single-sign-on',
  'sign-in',
  'organizations',
  'connections',
  'resources',
  'members',
  'tokens',
  'events',
  'audit',
  'activity',
  'registry',
  'rates',
  'jobs',
  'copy',
  'permissions',
  'groups',
  'operators',
  'mail',
  'notices',
  'departures',
  'invitations',
  'joining',
  'brake',
  'held',
  'provisioning',
  'overview',
]);
/** Words that mean unfinished work or a test that does not run. Split, so that this file passes. */
const BANNED = ['TO' + 'DO', 'FIX' + 'ME', '.on' + 'ly(', '@ts-' + 'ignore', 'as ' + 'any'];

const problems: string[] = [];
const sources = [
  ...globSync('packages/*/src/**/*.{ts,tsx}'),
  ...globSync('{test,bench,tools}/**/*.ts'),
].map((path) => path.split(sep).join('/'));
const imports = new Map(sources.map((path) => [path, importsOf(path)]));

for (const path of sources) {
  for (const target of imports.get(path) ?? []) checkDirection(path, target);
  const text = readFileSync(path, 'utf8');
  for (const word of BANNED) {
    if (text.includes(word)) problems.push(`${path}: contains "${word}"`);
  }
}
for (const dead of unreachable()) problems.push(`${dead}: nothing imports it`);
report();
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Relative targets as repository paths, packages as they are named. */
function importsOf(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  const found: string[] = [];
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s+'([^']+)'|(?:^|\n)\s*import\s+'([^']+)'|import\(\s*'([^']+)'|new URL\(\s*[`']([^`']+)[`'],\s*import\.meta\.url/g;
  for (const match of text.matchAll(pattern)) {
    const target = match[1] ?? match[2] ?? match[3] ?? match[4] ?? '';
    found.push(target.startsWith('.') ? normalize(join(dirname(path), target)) : target);
  }
  return found;
}

function checkDirection(path: string, target: string): void {
  const inScim = path.startsWith('packages/scim/');
  const isTest = isTestFile(path);
  if (path.startsWith('packages/') && !isTest && isTestFile(target)) {
    problems.push(`${path}: imports ${target}; what is only for tests is not shipped`);
  }
  if (inScim && !isTest && !target.startsWith('packages/scim/')) {
    problems.push(`${path}: the protocol package imports ${target}; it may import nothing outside`);
  }
  if (path.startsWith('packages/console/') && target.startsWith('packages/')) {
    const isOwn = target.startsWith('packages/console/');
    if (!isOwn) problems.push(`${path}: imports ${target}; the console knows the API alone`);
  }
  const from = serverFolder(path);
  const to = serverFolder(target);
  if (isTest || from === undefined || to === undefined || from === to) return;
  if (from === 'db') problems.push(`${path}: db imports ${to}`);
  if (FEATURES.has(from) && (to === 'http' || to === 'cli')) {
    problems.push(`${path}: a feature imports ${to}`);
  }
  if (FEATURES.has(to) && !target.endsWith('/index.ts')) {
    problems.push(
      `${path}: reaches into ${relative('packages/server/src', target)}; use its index.ts`,
    );
  }
}

/** Tests, and what only tests use. */
function isTestFile(path: string): boolean {
  return /(?:^test\/|\.test\.ts$|\/test-[^/]+\.ts$)/.test(path);
}

function serverFolder(path: string): string | undefined {
  const match = /^packages\/server\/src\/([^/]+)\//.exec(path);
  return match?.[1];
}

/** Source files that no entry leads to. */
function unreachable(): string[] {
  const seen = new Set<string>();
  const waiting = ENTRIES.map((path) => path.split(sep).join('/'));
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    waiting.push(...(imports.get(path) ?? []));
  }
  const isImported = (path: string) => seen.has(path) || path.endsWith('.d.ts');
  return sources.filter((path) => path.startsWith('packages/') && !isImported(path));
}

function report(): void {
  const code = sources.filter((path) => path.startsWith('packages/') && !isTestFile(path));
  const sizes = code
    .map((path) => ({ path, lines: readFileSync(path, 'utf8').split('\n').length }))
    .sort((a, b) => a.lines - b.lines);
  const at = (share: number) => sizes[Math.floor((sizes.length - 1) * share)]?.lines ?? 0;
  const largest = sizes
    .slice(-3)
    .map(({ path, lines }) => `${path} ${lines}`)
    .join(', ');
  console.log(
    `${sizes.length} files, lines: median ${at(0.5)}, p90 ${at(0.9)}; largest: ${largest}`,
  );
}
