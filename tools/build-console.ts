/**
 * Builds the console when what it is made of has changed: the server serves what is in
 * `packages/console/dist`. Runs after an installation, before `npm start` and before the tests.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const CONSOLE = join(import.meta.dirname, '../packages/console');
const STAMP = join(CONSOLE, 'dist/.made-of');
const SOURCES = ['src/**/*', 'public/**/*', '*.{ts,json,html}', '../scim/src/**/*.ts'];

const madeOf = digest();
if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== madeOf) await build();

function digest(): string {
  const hash = createHash('sha256');
  const names = globSync(SOURCES, { cwd: CONSOLE }).sort();
  for (const name of [...names, '../../package-lock.json']) {
    const path = join(CONSOLE, name);
    // Folders have no content of their own.
    const content = readIfFile(path);
    if (content !== undefined) hash.update(name).update('\0').update(content).update('\0');
  }
  return hash.digest('hex');
}

function readIfFile(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

async function build(): Promise<void> {
  const vite = await import('vite').catch(() => undefined);
  if (vite === undefined) {
    // An installation for production alone; an image brings the console along.
    console.log('The console was not built: Vite is a development dependency.');
    return;
  }
  console.log('Building the console …');
  await vite.build({
    root: CONSOLE,
    configFile: join(CONSOLE, 'vite.config.ts'),
    logLevel: 'warn',
  });
  writeFileSync(STAMP, madeOf);
}
