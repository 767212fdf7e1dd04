/** The console as it was built: every file of it in memory, which is about a megabyte. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../../../../console/dist/', import.meta.url));

const TYPES: Readonly<Record<string, string>> = Object.freeze({
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  webp: 'image/webp',
  woff2: 'font/woff2',
});

/** In the order in which they are preferred. */
const ENCODINGS = [
  { name: 'br', ending: '.br' },
  { name: 'gzip', ending: '.gz' },
] as const;

export interface ConsoleFile {
  readonly contentType: string;
  readonly body: Buffer<ArrayBuffer>;
  /** By the name of the encoding (RFC 9110 §8.4.1). */
  readonly encoded: ReadonlyMap<string, Buffer<ArrayBuffer>>;
  /** Its name changes with what is in it, so it may be kept for ever. */
  readonly isImmutable: boolean;
}

export interface BuiltConsole {
  /** The one page, to be filled in for each answer. */
  readonly page: string;
  /** By path, such as `/assets/index-Bx3.js`. */
  readonly files: ReadonlyMap<string, ConsoleFile>;
}

/** Undefined when it has not been built. */
export function readBuiltConsole(dist = DIST): BuiltConsole | undefined {
  const index = `${dist}index.html`;
  if (!existsSync(index)) return undefined;
  const files = new Map<string, ConsoleFile>();
  for (const name of globSync('**/*', { cwd: dist })) {
    const contentType = TYPES[name.split('.').at(-1) ?? ''];
    if (contentType === undefined) continue;
    files.set(`/${name}`, {
      contentType,
      body: readFileSync(dist + name),
      encoded: readEncoded(dist + name),
      isImmutable: name.startsWith('assets/'),
    });
  }
  return { page: readFileSync(index, 'utf8'), files };
}

function readEncoded(path: string): Map<string, Buffer<ArrayBuffer>> {
  const found = new Map<string, Buffer<ArrayBuffer>>();
  for (const { name, ending } of ENCODINGS) {
    if (existsSync(path + ending)) found.set(name, readFileSync(path + ending));
  }
  return found;
}
