/** What there is to say of an organisation's tokens (walkthrough 2.5). */
import type { Token } from '../tokens/index.ts';
import type { Condition } from './notice.ts';

const DAY_MS = 86_400_000;
/** Days before the end of a token at which Org Admins are told; the smallest first. */
const WARNING_DAYS = [1, 7, 30];
/** How long a token that has expired is worth a word, days. */
const EXPIRED_DAYS = 30;
const UNUSED_DAYS = 90;

export interface TokenFacts {
  readonly tokens: readonly Token[];
  /** Ids of the active Org Admins. */
  readonly admins: ReadonlySet<string>;
  readonly connectionName: (id: string | null) => string;
}

export function tokenConditions(
  { tokens, admins, connectionName }: TokenFacts,
  now: Date,
): Condition[] {
  const replaced = new Set(
    tokens.filter(({ revokedAt }) => revokedAt === null).map(({ rotatedFrom }) => rotatedFrom),
  );
  return tokens
    .filter((token) => token.revokedAt === null)
    .flatMap((token) => [
      // Who rotates a token knows when the old one ends.
      ...(replaced.has(token.id) ? [] : [expiry(token, now)]),
      unused(token, now),
      ownerLeft(token, admins, now),
    ])
    .filter((found) => found !== undefined)
    .map(({ token, kind, threshold }) => ({
      kind,
      subjectId: token.id,
      threshold,
      facts: {
        token: token.name,
        hint: `${token.hint}…`,
        connection: connectionName(token.connectionId),
        expires: token.expiresAt ?? 'never',
        lastUsed: token.lastUsedAt ?? 'never',
      },
    }));
}

interface Found {
  readonly token: Token;
  readonly kind: Condition['kind'];
  readonly threshold: string;
}

/** A token that lives shorter than a warning comes ahead is not warned of so early. */
function expiry(token: Token, now: Date): Found | undefined {
  if (token.expiresAt === null) return undefined;
  const end = Date.parse(token.expiresAt);
  const left = end - now.getTime();
  if (left <= -EXPIRED_DAYS * DAY_MS) return undefined;
  if (left <= 0) return { token, kind: 'token.expired', threshold: '0' };
  const life = end - Date.parse(token.createdAt);
  const days = WARNING_DAYS.find((each) => left <= each * DAY_MS);
  if (days === undefined || life <= days * DAY_MS) return undefined;
  return { token, kind: 'token.expiring', threshold: String(days) };
}

function unused(token: Token, now: Date): Found | undefined {
  const last = token.lastUsedAt ?? token.createdAt;
  if (!isUsable(token, now) || now.getTime() - Date.parse(last) < UNUSED_DAYS * DAY_MS) {
    return undefined;
  }
  return { token, kind: 'token.unused', threshold: last.slice(0, 10) };
}

function ownerLeft(token: Token, admins: ReadonlySet<string>, now: Date): Found | undefined {
  if (!isUsable(token, now) || admins.has(token.ownerId)) return undefined;
  return { token, kind: 'token.owner_left', threshold: token.ownerId };
}

function isUsable({ revokedAt, expiresAt }: Token, now: Date): boolean {
  return revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > now.getTime());
}
