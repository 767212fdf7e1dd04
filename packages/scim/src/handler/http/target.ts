/**
 * What a URL points at, cut by hand: two routers that spell a path differently are how requests
 * have slipped past access checks elsewhere, so there is one spelling of each path, and no decoding
 * before routing except of ids.
 */
export interface Target {
  /** Under the base URL, as it came; `/` for the base URL itself. */
  readonly path: string;
  /** Without `?`, still encoded. */
  readonly query: string;
  /**
   * The parts between slashes, all but the first decoded. Undefined when the path is not under the
   * base URL or has a spelling that names nothing here (`//`, `/./`, `;`, `\`, encoded `/` or `.`).
   */
  readonly segments: readonly string[] | undefined;
}

/** @param basePath The path of the base URL without trailing slash, such as `/scim/v2` or ``. */
export function readTarget(url: string, basePath: string): Target {
  const scheme = url.indexOf('://');
  const hash = url.indexOf('#');
  const end = hash === -1 ? url.length : hash;
  const mark = url.indexOf('?');
  const pathEnd = mark === -1 || mark > end ? end : mark;
  const slash = url.indexOf('/', scheme === -1 ? 0 : scheme + 3);
  const path = slash === -1 || slash > pathEnd ? '' : url.slice(slash, pathEnd);
  const query = url.slice(pathEnd + 1, end);
  const isUnder =
    path.startsWith(basePath) &&
    (path.length === basePath.length || path.charCodeAt(basePath.length) === SLASH);
  if (!isUnder) return { path, query, segments: undefined };
  const local = path.slice(basePath.length);
  return { path: local === '' ? '/' : local, query, segments: splitPath(local) };
}

const SLASH = 0x2f;

function splitPath(path: string): readonly string[] | undefined {
  if (path === '' || path === '/') return [];
  if (path.includes(';') || path.includes('\\')) return undefined;
  const segments = path.slice(1, path.endsWith('/') ? -1 : undefined).split('/');
  for (let i = 0; i < segments.length; i++) {
    const segment = segments[i] ?? '';
    if (segment === '' || segment === '.' || segment === '..') return undefined;
    if (i === 0 || !segment.includes('%')) continue;
    const decoded = decodeSegment(segment);
    if (decoded === undefined) return undefined;
    segments[i] = decoded;
  }
  return segments;
}

function decodeSegment(segment: string): string | undefined {
  const lower = segment.toLowerCase();
  if (REFUSED_ESCAPES.some((refused) => lower.includes(refused))) return undefined;
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** NUL, `.`, `/`, `;` and `\`: no id needs them, and others have taken them for parts of a path. */
const REFUSED_ESCAPES = ['%00', '%2e', '%2f', '%3b', '%5c'];
