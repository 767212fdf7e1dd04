import { hash, randomUUIDv7 } from 'node:crypto';
import { type Core, Refusal, requireOrganizationId, writeFor } from '../core.ts';
import { query, type Session, type TokenTable } from '../db/index.ts';
import { type ChangeContext, recordChange } from '../events/index.ts';
import { isActiveOrgAdmin } from '../members/index.ts';
import { newTokenText } from './format.ts';

export const SCOPES = ['scim:read', 'scim:write'] as const;
export type Scope = (typeof SCOPES)[number];

/** Usable tokens with the same scope on one connection: two, so that a change interrupts nothing. */
export const ACTIVE_PER_PURPOSE = 2;
const HINT_LENGTH = 22;

export interface TokenInput {
  readonly connectionId: string;
  readonly ownerId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** RFC 3339; null never expires. */
  readonly expiresAt: string | null;
}

/** A token as it can be shown again and again. */
export interface Token {
  readonly id: string;
  readonly connectionId: string | null;
  readonly ownerId: string;
  readonly name: string;
  /** Its first characters. */
  readonly hint: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  /** Address of the client that used it then. */
  readonly lastUsedFrom: string | null;
  readonly revokedAt: string | null;
  readonly rotatedFrom: string | null;
}

/** With its text, which is kept nowhere. */
export type NewToken = Token & { readonly token: string };

const insert = query<{
  organization: string;
  id: string;
  connection: string;
  owner: string;
  name: string;
  digest: Uint8Array;
  hint: string;
  scopes: string;
  at: string;
  expires: string | null;
  from: string | null;
}>()((db, p) =>
  db.insertInto('token').values({
    organization_id: p('organization'),
    id: p('id'),
    connection_id: p('connection'),
    owner_id: p('owner'),
    name: p('name'),
    digest: p('digest'),
    hint: p('hint'),
    scopes: p('scopes'),
    created_at: p('at'),
    expires_at: p('expires'),
    last_used_at: null,
    last_used_from: null,
    revoked_at: null,
    rotated_from: p('from'),
  }),
);

const selectAll = query<{ organization: string }>()((db, p) =>
  db.selectFrom('token').selectAll().where('organization_id', '=', p('organization')).orderBy('id'),
);

const selectOne = query<{ organization: string; id: string }>()((db, p) =>
  db
    .selectFrom('token')
    .selectAll()
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const setEnd = query<{
  organization: string;
  id: string;
  revoked: string | null;
  expires: string | null;
}>()((db, p) =>
  db
    .updateTable('token')
    .set({ revoked_at: p('revoked'), expires_at: p('expires') })
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

export async function listTokens(session: Session, organizationId: string): Promise<Token[]> {
  const scope = { organization: requireOrganizationId(organizationId) };
  return (await session.all(selectAll, scope)).map(tokenOf);
}

function tokenOf(row: TokenTable): Token {
  return {
    id: row.id,
    connectionId: row.connection_id,
    ownerId: row.owner_id,
    name: row.name,
    hint: row.hint,
    scopes: JSON.parse(row.scopes) as string[],
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    lastUsedFrom: row.last_used_from,
    revokedAt: row.revoked_at,
    rotatedFrom: row.rotated_from,
  };
}

/**
 * Makes a token. Its text is in the answer and nowhere else.
 *
 * @throws Refusal `refused` when the owner is no active Org Admin; `conflict` when two tokens for
 *   the same purpose are usable already.
 */
export function createToken(
  core: Core,
  context: ChangeContext,
  input: TokenInput,
): Promise<NewToken> {
  return writeFor(core, context, async (session) => {
    if (!(await isActiveOrgAdmin(session, context.organizationId, input.ownerId))) {
      throw new Refusal('refused', 'A token needs an owner who is an active Org Admin.');
    }
    return insertToken(session, context, input, null);
  });
}

/** Ends a token at once. */
export function revokeToken(core: Core, context: ChangeContext, id: string): Promise<Token> {
  const { organizationId, at } = context;
  return writeFor(core, context, async (session) => {
    const token = await findToken(session, organizationId, id);
    if (token.revokedAt !== null) return token;
    const { expiresAt } = token;
    await session.send(setEnd, {
      organization: organizationId,
      id,
      revoked: at,
      expires: expiresAt,
    });
    await recordToken(session, context, 'token.revoked', token);
    return { ...token, revokedAt: at };
  });
}

/**
 * Makes a token in the place of another, which goes on working until the overlap is over.
 *
 * @param overlapHours 0 ends the old one at once.
 * @param ownerId Who answers for the new one, an active Org Admin; default the owner of the old one.
 */
export function rotateToken(
  core: Core,
  context: ChangeContext,
  id: string,
  options: {
    readonly overlapHours: number;
    readonly expiresAt: string | null;
    readonly ownerId?: string;
  },
): Promise<NewToken> {
  const { organizationId, at } = context;
  return writeFor(core, context, async (session) => {
    const old = await findToken(session, organizationId, id);
    if (!isUsable(old, at) || old.connectionId === null) {
      throw new Refusal('conflict', 'This token is no longer usable; make a new one instead.');
    }
    const overlapEnd = new Date(Date.parse(at) + options.overlapHours * 3_600_000).toISOString();
    const ends = old.expiresAt !== null && old.expiresAt < overlapEnd ? old.expiresAt : overlapEnd;
    // First, so that an old token without overlap does not count among the usable ones.
    await session.send(setEnd, { organization: organizationId, id, revoked: null, expires: ends });
    const fresh = await insertToken(
      session,
      context,
      {
        connectionId: old.connectionId,
        ownerId: options.ownerId ?? old.ownerId,
        name: old.name,
        scopes: old.scopes as Scope[],
        expiresAt: options.expiresAt,
      },
      old.id,
    );
    await recordToken(session, context, 'token.rotated', { ...old, expiresAt: ends });
    return fresh;
  });
}

async function insertToken(
  session: Session,
  context: ChangeContext,
  input: TokenInput,
  rotatedFrom: string | null,
): Promise<NewToken> {
  const { organizationId, at } = context;
  const text = newTokenText(organizationId);
  const token: Token = {
    id: randomUUIDv7(),
    ...input,
    hint: text.slice(0, HINT_LENGTH),
    createdAt: at,
    lastUsedAt: null,
    lastUsedFrom: null,
    revokedAt: null,
    rotatedFrom,
  };
  await checkPurpose(session, organizationId, token, at);
  await session.send(insert, {
    organization: organizationId,
    id: token.id,
    connection: input.connectionId,
    owner: input.ownerId,
    name: input.name,
    digest: hash('sha256', text, 'buffer'),
    hint: token.hint,
    scopes: JSON.stringify(input.scopes),
    at,
    expires: input.expiresAt,
    from: rotatedFrom,
  });
  await recordToken(
    session,
    { ...context, connectionId: input.connectionId },
    'token.created',
    token,
  );
  return { ...token, token: text };
}

async function checkPurpose(
  session: Session,
  organizationId: string,
  fresh: Token,
  at: string,
): Promise<void> {
  const purpose = (token: Token) => `${token.connectionId} ${token.scopes.toSorted().join(' ')}`;
  const rivals = (await listTokens(session, organizationId)).filter(
    (token) => isUsable(token, at) && purpose(token) === purpose(fresh),
  );
  if (rivals.length < ACTIVE_PER_PURPOSE) return;
  const names = rivals.map(({ name, hint }) => `"${name}" (${hint}…)`).join(' and ');
  throw new Refusal(
    'conflict',
    `The connection already has ${ACTIVE_PER_PURPOSE} usable tokens with this scope: ${names}. ` +
      'Revoke one first.',
  );
}

async function findToken(session: Session, organizationId: string, id: string): Promise<Token> {
  const row = await session.first(selectOne, { organization: organizationId, id });
  if (row === undefined) throw new Refusal('notFound', `There is no token ${id}.`);
  return tokenOf(row);
}

function isUsable({ revokedAt, expiresAt }: Token, at: string): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > at);
}

function recordToken(
  session: Session,
  context: ChangeContext,
  type: 'token.created' | 'token.revoked' | 'token.rotated',
  { id, name, scopes, expiresAt, ownerId }: Token,
) {
  return recordChange(session, context, {
    type,
    subjectType: 'Token',
    subjectId: id,
    data: { scopes, expiresAt, ownerId },
    detail: { name },
  });
}
