/**
 * Links with the guide for connecting an identity provider, for people without an account. Whoever has one
 * sees the values to enter and what has arrived; no token is made by it, so it gives no power over anybody.
 */
import { hash, randomBytes, randomUUIDv7 } from 'node:crypto';
import { findConnection } from '../connections/index.ts';
import { type Core, Refusal, requireOrganizationId, writeFor } from '../core.ts';
import { query, type Session, type SetUpLinkTable } from '../db/index.ts';
import { type ChangeContext, recordChange } from '../events/index.ts';
import { isActiveOrgAdmin } from '../members/index.ts';
import { findOrganization } from '../organizations/index.ts';

/** How long a link is good, milliseconds. */
const LIFE_MS = 7 * 86_400_000;
/** 192 bits. */
const SECRET_BYTES = 24;
const PATTERN = /^rcsetup_([0-9a-z]{10})_[A-Za-z0-9_-]{32}$/;
/** Links that are good at one time. */
const OPEN_MAX = 50;

export interface SetUpLink {
  readonly id: string;
  readonly connectionId: string;
  /** The identity provider that the guide is for. */
  readonly product: string;
  /** The Org Admin who made it. */
  readonly memberId: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** When somebody opened it first. */
  readonly openedAt: string | null;
}

type Scope = { readonly organization: string };

const insert = query<
  Scope & {
    id: string;
    digest: string;
    connection: string;
    product: string;
    member: string;
    at: string;
    expires: string;
  }
>()((db, p) =>
  db.insertInto('set_up_link').values({
    organization_id: p('organization'),
    id: p('id'),
    digest: p('digest'),
    connection_id: p('connection'),
    product: p('product'),
    member_id: p('member'),
    created_at: p('at'),
    expires_at: p('expires'),
    opened_at: null,
    revoked_at: null,
  }),
);

const selectOpen = query<Scope & { at: string }>()((db, p) =>
  db
    .selectFrom('set_up_link')
    .selectAll()
    .where('organization_id', '=', p('organization'))
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', p('at'))
    .orderBy('id'),
);

const byDigest = query<Scope & { digest: string }>()((db, p) =>
  db
    .selectFrom('set_up_link')
    .selectAll()
    .where('organization_id', '=', p('organization'))
    .where('digest', '=', p('digest')),
);

const revoke = query<Scope & { id: string; at: string }>()((db, p) =>
  db
    .updateTable('set_up_link')
    .set({ revoked_at: p('at') })
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id'))
    .where('revoked_at', 'is', null),
);

const noteOpened = query<Scope & { id: string; at: string }>()((db, p) =>
  db
    .updateTable('set_up_link')
    .set({ opened_at: p('at') })
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id'))
    .where('opened_at', 'is', null),
);

/** What is over is of no use to anybody; the audit log knows that it was. */
const deleteEnded = query<Scope & { at: string }>()((db, p) =>
  db
    .deleteFrom('set_up_link')
    .where('organization_id', '=', p('organization'))
    .where('expires_at', '<=', p('at')),
);

/** Those that are good now, oldest first. */
export async function listSetUpLinks(
  session: Session,
  organizationId: string,
  at: string,
): Promise<SetUpLink[]> {
  const organization = requireOrganizationId(organizationId);
  return (await session.all(selectOpen, { organization, at })).map(linkOf);
}

/**
 * @returns The link, and its code, which is kept nowhere.
 * @throws Refusal `notFound` for a connection that is not there; `conflict` when there are too many.
 */
export function makeSetUpLink(
  core: Core,
  context: ChangeContext,
  asked: { readonly connection: string; readonly product: string; readonly memberId: string },
): Promise<SetUpLink & { readonly code: string }> {
  const { organizationId: organization, at } = context;
  return writeFor(core, context, async (session) => {
    const { id: connection } = await findConnection(session, organization, asked.connection);
    await session.send(deleteEnded, { organization, at });
    if ((await session.all(selectOpen, { organization, at })).length >= OPEN_MAX) {
      throw new Refusal('conflict', `There are ${OPEN_MAX} links already. End some of them first.`);
    }
    const id = randomUUIDv7();
    const code = `rcsetup_${organization}_${randomBytes(SECRET_BYTES).toString('base64url')}`;
    const expires = new Date(Date.parse(at) + LIFE_MS).toISOString();
    const { product, memberId: member } = asked;
    const row = { organization, id, connection, product, member, at, expires };
    await session.send(insert, { ...row, digest: hash('sha256', code) });
    await record(session, context, 'created', id, { connectionId: connection, product });
    return {
      ...{ id, code, connectionId: connection, product, memberId: member },
      ...{ createdAt: at, expiresAt: expires, openedAt: null },
    };
  });
}

/** @throws Refusal `notFound`. */
export function revokeSetUpLink(
  core: Core,
  context: ChangeContext,
  id: string,
): Promise<{ readonly id: string }> {
  const { organizationId: organization, at } = context;
  return writeFor(core, context, async (session) => {
    if ((await session.run(revoke, { organization, id, at })) === 0) {
      throw new Refusal('notFound', `There is no link ${id}.`);
    }
    await record(session, context, 'revoked', id, {});
    return { id };
  });
}

/**
 * What a code opens now, and the name of the organisation. The first time is noted and audited.
 *
 * @throws Refusal `notFound` for every code that opens nothing, whatever the reason.
 */
export async function openSetUpLink(
  core: Core,
  code: string,
  requestId: string,
): Promise<SetUpLink & { readonly organizationId: string; readonly organizationName: string }> {
  const organization = PATTERN.exec(code)?.[1];
  if (organization === undefined) throw gone();
  const at = core.clock().toISOString();
  const row = await core.reader.first(byDigest, { organization, digest: hash('sha256', code) });
  if (row === undefined || row.revoked_at !== null || row.expires_at <= at) throw gone();
  const { name, suspendedAt } = await findOrganization(core.reader, organization);
  if (suspendedAt !== null) throw gone();
  // Whoever may not make one any more has none that is good.
  if (!(await isActiveOrgAdmin(core.reader, organization, row.member_id))) throw gone();
  if (row.opened_at === null) await openFirst(core, row, { at, requestId });
  return { ...linkOf(row), organizationId: organization, organizationName: name };
}

function openFirst(
  core: Core,
  { organization_id: organizationId, id }: SetUpLinkTable,
  { at, requestId }: { readonly at: string; readonly requestId: string },
): Promise<void> {
  const actor = { kind: 'system', id: 'set-up-link' } as const;
  const context: ChangeContext = { organizationId, actor, at, requestId };
  return writeFor(core, context, async (session) => {
    if ((await session.run(noteOpened, { organization: organizationId, id, at })) === 0) return;
    await record(session, context, 'opened', id, {});
  });
}

function gone(): Refusal {
  return new Refusal(
    'notFound',
    'This link is not good any more: it was ended, or is older than 7 days. Ask the administrator who sent it for a new one.',
  );
}

function linkOf(row: SetUpLinkTable): SetUpLink {
  return {
    id: row.id,
    connectionId: row.connection_id,
    product: row.product,
    memberId: row.member_id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    openedAt: row.opened_at,
  };
}

function record(
  session: Session,
  context: ChangeContext,
  what: 'created' | 'opened' | 'revoked',
  subjectId: string,
  detail: object,
): Promise<number> {
  const type = `set_up_link.${what}`;
  return recordChange(session, context, {
    ...{ type, subjectType: 'SetUpLink', subjectId, data: detail, detail: { new: detail } },
  });
}
