/** How a connection is doing, by its latest requests. */
import { type ActivityRow, HELD_NOTE } from '../activity/index.ts';
import { judgeRequests } from '../notices/index.ts';
import type { LiveConnection } from '../registry/index.ts';
import type { Token } from '../tokens/index.ts';

const DAY_MS = 86_400_000;
/** Identity providers ask at least once a day; the longer silence of a weekend is none. Milliseconds. */
const QUIET_MS = 3 * DAY_MS;

export interface ConnectionHealth {
  /** `never` connected; `quiet` since a few days; `failing` or `working` by its latest requests. */
  readonly state: 'never' | 'quiet' | 'failing' | 'working';
  /** Null when it never sent any. RFC 3339. */
  readonly lastRequestAt: string | null;
  /** While it is failing: its first refused request since one that was answered, as far as it is known. */
  readonly failingSince: string | null;
  /** Of the latest requests of the organisation, the newest that was refused. */
  readonly lastError: ActivityRow | null;
}

/** @param latest Requests of the organisation, newest first. */
export function healthOf(
  { id }: LiveConnection,
  tokens: readonly Token[],
  latest: readonly ActivityRow[],
  now: Date,
): ConnectionHealth {
  const own = latest.filter(({ connectionId, notes }) => connectionId === id && !isHeld(notes));
  const used = tokens
    .filter(({ connectionId }) => connectionId === id)
    .map(({ lastUsedAt }) => lastUsedAt ?? '');
  const lastRequestAt = [...used, own[0]?.at ?? ''].sort().at(-1) || null;
  const lastError = own.find(({ status }) => isError(status)) ?? null;
  const base = { lastRequestAt, failingSince: null, lastError };
  if (lastRequestAt === null) return { state: 'never', ...base };
  const since = new Date(now.getTime() - DAY_MS).toISOString();
  const recent = own.filter(({ at }) => at >= since);
  const expired = new Set(
    tokens
      .filter(({ expiresAt }) => expiresAt !== null && expiresAt <= now.toISOString())
      .map((token) => token.id),
  );
  const { state } = judgeRequests(
    recent.map(({ status, tokenId }) => ({
      status,
      isExpired: status === 401 && expired.has(tokenId ?? ''),
    })),
  );
  if (state === 'failing') return { state, ...base, failingSince: failingSince(recent) };
  const isQuiet = now.getTime() - Date.parse(lastRequestAt) >= QUIET_MS;
  return { state: isQuiet ? 'quiet' : 'working', ...base };
}

function isHeld(notes: ActivityRow['notes']): boolean {
  return notes.some(({ entry }) => entry === HELD_NOTE);
}

/** What is looked for and not there is no error of an integration. */
function isError(status: number): boolean {
  return status >= 400 && status !== 404;
}

function failingSince(recent: readonly ActivityRow[]): string | null {
  const good = recent.findIndex(({ status }) => status < 400);
  const row = good === -1 ? recent.at(-1) : recent[good - 1];
  return (row ?? recent[0])?.at ?? null;
}
