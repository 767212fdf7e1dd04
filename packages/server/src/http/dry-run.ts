/**
 * What a request of the log would do now. It takes the way of every request, through the same handler and
 * the same store, but in a unit of work that is always taken back: no event, no record, no mail, no number
 * of the organisation is left of it. It is not counted against the rate of the connection either.
 */
import {
  coreResourceTypes,
  createScimHandler,
  type Exchange,
  type ScimSession,
} from '@rollcall/scim';
import { type ActivityRow, explain } from '../activity/index.ts';
import type { App } from '../app.ts';
import { type AuditRecord, listAudit } from '../audit/index.ts';
import { HeldError } from '../brake/index.ts';
import { Refusal } from '../core.ts';
import type { Session, Writer } from '../db/index.ts';
import type { LiveConnection, LiveToken } from '../registry/index.ts';
import { createScimStore } from '../resources/index.ts';
import { ApiError } from './api/api-error.ts';
import { authorize, authorizeChange, permissionsOf } from './permission.ts';
import { SCIM_PATH } from './scim-path.ts';
import { refusalOf } from './session.ts';
import { caveatsOf, storedRequest, whyNotReplayable } from './stored-request.ts';

/** Changes that are shown. */
const CHANGES = 100;
/** Longest answer that is shown, characters. */
const BODY_MAX = 64 * 1024;
const NEWEST = Number.MAX_SAFE_INTEGER;

interface Answered {
  readonly status: number;
  /** JSON; null for none, or for one that is too long to be shown. */
  readonly body: unknown;
  readonly exchange: Pick<Exchange, 'detail' | 'scimType' | 'notes'>;
  readonly isHeld: boolean;
  readonly changes: readonly AuditRecord[];
}

/** Carries the answer out of a unit that has to fail. */
class TakenBack extends Error {
  readonly answered: Answered;
  constructor(answered: Answered) {
    super('A dry run was taken back.');
    this.answered = answered;
  }
}

/** Organisations of which one is running: it may do as much as a request may, and leaves nothing that ends. */
const underWay = new Set<string>();

/** @throws Refusal `conflict` with why it cannot be run; ApiError 429 while another one is. */
export async function dryRun(app: App, publicUrl: string, row: ActivityRow) {
  const why = whyNotReplayable(app.registry, row);
  const connection = app.registry.connection(row.organizationId ?? '', row.connectionId ?? '');
  if (why !== undefined || connection === undefined) {
    throw new Refusal('conflict', `This request cannot be run again. ${why ?? ''}`.trim());
  }
  const { organizationId } = connection;
  if (underWay.has(organizationId)) {
    throw new ApiError(429, 'A dry run of your organisation is under way. Wait until it is over.', {
      'Retry-After': '1',
    });
  }
  underWay.add(organizationId);
  try {
    return await runDry(app, publicUrl, connection, row);
  } finally {
    underWay.delete(organizationId);
  }
}

async function runDry(app: App, publicUrl: string, connection: LiveConnection, row: ActivityRow) {
  const run = createRun(app, publicUrl + SCIM_PATH, connection, row);
  const answered =
    row.method === 'GET' || row.method === 'HEAD'
      ? await run(app.reader, refusing)
      : await takenBack(app.writer, connection.organizationId, run);
  const { status, body, exchange, isHeld, changes } = answered;
  const notes = isHeld ? [{ entry: 'held', subject: '' }, ...exchange.notes] : exchange.notes;
  const { detail = null, scimType = null } = exchange;
  return {
    status,
    body,
    changes,
    caveats: [...caveatsOf(row), ...tokenCaveats(app, row)],
    explanation: explain({ status, detail, scimType, notes }),
  };
}

type Run = (session: Session, writer: Writer) => Promise<Answered>;

async function takenBack(writer: Writer, organizationId: string, run: Run): Promise<Answered> {
  try {
    return await writer.write(organizationId, async (session) => {
      // Its writes are parts of this unit.
      const inside: Writer = { waiting: 0, write: async (_id, unit) => unit(session) };
      throw new TakenBack(await run(session, inside));
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.answered;
    throw error;
  }
}

/** For requests that only read. */
const refusing: Writer = {
  waiting: 0,
  write: () => Promise.reject(new Error('A request that reads was about to write.')),
};

function createRun(app: App, baseUrl: string, connection: LiveConnection, row: ActivityRow): Run {
  const { organizationId } = connection;
  return async (session, writer) => {
    const before = await newest(session, organizationId);
    let isHeld = false;
    let exchange: Answered['exchange'] = { detail: undefined, scimType: undefined, notes: [] };
    const handle = createScimHandler({
      baseUrl,
      resourceTypes: coreResourceTypes,
      limits: app.config.limits,
      authenticate: () => sessionOf(app, baseUrl, connection, { row, session, writer }),
      refusalOf(failure) {
        isHeld ||= failure instanceof HeldError;
        return refusalOf(failure);
      },
      observe: (seen) => {
        exchange = seen;
      },
    });
    const response = await handle(storedRequest(row, baseUrl));
    const body = readable(await response.text());
    // A unit that was refused leaves nothing, whatever it had written until then.
    const isDone = response.status < 400;
    const changes = isDone ? await changesAfter(session, organizationId, before) : [];
    return { status: response.status, body, exchange, isHeld, changes };
  };
}

interface Parts {
  readonly row: ActivityRow;
  readonly session: Session;
  readonly writer: Writer;
}

function sessionOf(
  app: App,
  baseUrl: string,
  connection: LiveConnection,
  { row, session, writer }: Parts,
): ScimSession {
  const { registry, scans, clock } = app;
  const organization = registry.organization(connection.organizationId);
  if (organization === undefined) throw new Refusal('notFound', 'The organisation is gone.');
  const token = tokenOf(app, row) ?? writing(connection, row);
  const authenticated = { token, organization, connection, isBare: false };
  const permissions = permissionsOf(authenticated, registry.plans, clock());
  const noGroups = permissions.noGroups !== undefined;
  return {
    store: createScimStore(
      { reader: session, writer, scans, clock },
      {
        organizationId: connection.organizationId,
        connectionId: connection.id,
        linkPolicy: connection.linkPolicy,
        invitations: connection.invitations,
        duplicateGroupNames: connection.duplicateGroupNames,
        brake: connection,
        actor: { kind: 'token', id: token.id },
        requestId: undefined,
        baseUrl,
      },
    ),
    mode: connection.mode,
    resourceTypes: coreResourceTypes.filter(
      (type) => !noGroups || type.memberAttribute === undefined,
    ),
    authorize: (action, type) => authorize(permissions, action, type),
    authorizeChange: (type, old, next) => authorizeChange(permissions, type, old, next),
  };
}

function tokenOf(
  { registry }: App,
  { organizationId, tokenId }: ActivityRow,
): LiveToken | undefined {
  return registry.tokens(organizationId ?? '').find(({ id }) => id === tokenId);
}

/** Stands for a token that is gone. */
function writing({ organizationId, id }: LiveConnection, { tokenId }: ActivityRow): LiveToken {
  return {
    organizationId,
    id: tokenId ?? 'none',
    connectionId: id,
    ownerId: '',
    name: 'a token',
    hint: '',
    scopes: new Set(['scim:write']),
    createdAt: '',
    expiresAt: Number.POSITIVE_INFINITY,
    lastUsedAt: null,
    revokedAt: null,
  };
}

function tokenCaveats(app: App, row: ActivityRow): string[] {
  const token = tokenOf(app, row);
  const isUsable =
    token !== undefined && token.revokedAt === null && token.expiresAt > app.clock().getTime();
  return isUsable
    ? []
    : ['The token that it came with is no longer good: really sent, it would be refused (401).'];
}

async function newest(session: Session, organizationId: string): Promise<number> {
  const { rows } = await listAudit(session, organizationId, { limit: 1 });
  return rows[0]?.seq ?? 0;
}

/** In the order in which they would be made. */
async function changesAfter(session: Session, organizationId: string, seq: number) {
  const { rows } = await listAudit(session, organizationId, {
    after: seq,
    before: NEWEST,
    limit: CHANGES,
  });
  return rows.toReversed();
}

function readable(text: string): unknown {
  return text === '' || text.length > BODY_MAX ? null : JSON.parse(text);
}
