/** Personal access tokens, as the API has them, and what follows from their data. */
import { queryOptions } from '@tanstack/react-query';
import { get } from '../../api/call.ts';
import type { Instant } from '../../api/types.ts';

export type Scope = 'scim:read' | 'scim:write';

export interface Token {
  readonly id: string;
  readonly connectionId: string | null;
  readonly ownerId: string;
  /** Null when the person was erased. */
  readonly owner: { readonly name: string; readonly left: boolean } | null;
  readonly name: string;
  /** Its first characters. */
  readonly hint: string;
  readonly scopes: readonly string[];
  readonly createdAt: Instant;
  readonly expiresAt: Instant | null;
  readonly lastUsedAt: Instant | null;
  /** Address of the client. */
  readonly lastUsedFrom: string | null;
  readonly revokedAt: Instant | null;
  readonly rotatedFrom: string | null;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  /** Of SCIM, what identity providers ask for beside the token. */
  readonly baseUrl: string;
  /** How many may be usable with one scope on one connection. */
  readonly activePerPurpose: number;
}

/** With the text, which the service tells once. */
export interface NewToken {
  readonly name: string;
  readonly token: string;
}

export interface Connection {
  readonly id: string;
  readonly name: string;
}

/** The more useful one first. */
export const SCOPE_NAMES: Readonly<Record<Scope, string>> = {
  'scim:write': 'Read and write SCIM',
  'scim:read': 'Read SCIM',
};

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => get<Tokens>('/tokens', { signal }),
});

export const connectionsQuery = queryOptions({
  queryKey: ['connections', 'names'],
  queryFn: ({ signal }) =>
    get<{ connections: readonly Connection[] }>('/connections', { signal }).then(
      ({ connections }) => connections,
    ),
});

/** @param now Milliseconds since 1970. */
export function isUsable({ revokedAt, expiresAt }: Token, now: number): boolean {
  return revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > now);
}

/** Usable ones that are for the same as a scope on a connection. */
export function rivalsOf(
  tokens: readonly Token[],
  { connectionId, scope }: { readonly connectionId: string | null; readonly scope: string },
  now: number,
): readonly Token[] {
  return tokens.filter(
    (token) =>
      isUsable(token, now) &&
      token.connectionId === connectionId &&
      token.scopes.length === 1 &&
      token.scopes[0] === scope,
  );
}

/** In words, such as "Read SCIM"; a scope that this console does not know stays as it is. */
export function scopeNames({ scopes }: Token): string {
  return scopes.map((scope) => SCOPE_NAMES[scope as Scope] ?? scope).join(', ');
}
