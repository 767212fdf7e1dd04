/**
 * Every change leaves one event and one audit row with the same number, in the transaction of the
 * change. See docs/decisions/0006-one-sequence.md.
 */
import { query, type Session } from '../db/index.ts';
import { actorText, type ChangeContext } from './actor.ts';
import { auditHash, detailDigest, firstAuditHash } from './chain.ts';
import { newSalt } from './salt.ts';

export interface RecordedChange {
  /** `user.created`, `group.members.changed`, `token.created`, … */
  readonly type: string;
  /** `User`, `Group`, `Organization`, `Member`, … */
  readonly subjectType: string;
  readonly subjectId: string;
  /** For readers of events: thin, without personal data where an id will do. */
  readonly data: object;
  /** Old and new values; personal, so it goes where it can be erased. */
  readonly detail: object;
}

const selectHead = query<{ organization: string }>()((db, p) =>
  db
    .selectFrom('organization_sequence')
    .select(['last_seq', 'audit_hash'])
    .where('organization_id', '=', p('organization')),
);

const updateHead = query<{ organization: string; seq: number; hash: Uint8Array }>()((db, p) =>
  db
    .updateTable('organization_sequence')
    .set({ last_seq: p('seq'), audit_hash: p('hash') })
    .where('organization_id', '=', p('organization')),
);

const insertHead = query<{ organization: string; hash: Uint8Array }>()((db, p) =>
  db
    .insertInto('organization_sequence')
    .values({ organization_id: p('organization'), last_seq: 0, audit_hash: p('hash') }),
);

interface Row {
  organization: string;
  seq: number;
  type: string;
  connection: string | null;
  subjectType: string;
  subjectId: string;
  at: string;
  actor: string;
  requestId: string | null;
  data: string;
  digest: Uint8Array;
  hash: Uint8Array;
  salt: Uint8Array;
  detail: string;
}

const insertEvent = query<Row>()((db, p) =>
  db.insertInto('event').values({
    organization_id: p('organization'),
    seq: p('seq'),
    type: p('type'),
    connection_id: p('connection'),
    subject_type: p('subjectType'),
    subject_id: p('subjectId'),
    at: p('at'),
    actor: p('actor'),
    request_id: p('requestId'),
    data: p('data'),
  }),
);

const insertAudit = query<Row>()((db, p) =>
  db.insertInto('audit').values({
    organization_id: p('organization'),
    seq: p('seq'),
    at: p('at'),
    actor: p('actor'),
    action: p('type'),
    subject_type: p('subjectType'),
    subject_id: p('subjectId'),
    digest: p('digest'),
    hash: p('hash'),
  }),
);

const insertDetail = query<Row>()((db, p) =>
  db.insertInto('audit_detail').values({
    organization_id: p('organization'),
    seq: p('seq'),
    salt: p('salt'),
    detail: p('detail'),
  }),
);

/** Begins the numbering of a new organisation; once, before its first change. */
export async function startSequence(session: Session, organizationId: string): Promise<void> {
  const hash = firstAuditHash(organizationId);
  await session.send(insertHead, { organization: organizationId, hash });
}

/**
 * Records a change; call it inside the unit of work that makes it.
 *
 * @returns The number of the event and of the audit row.
 */
export async function recordChange(
  session: Session,
  context: ChangeContext,
  change: RecordedChange,
): Promise<number> {
  const organization = context.organizationId;
  const head = await session.first(selectHead, { organization });
  if (head === undefined) throw new Error(`Organisation ${organization} has no sequence.`);
  const row = makeRow(context, change, head.last_seq + 1, head.audit_hash);
  await session.send(insertEvent, row);
  await session.send(insertAudit, row);
  await session.send(insertDetail, row);
  await session.send(updateHead, row);
  return row.seq;
}

function makeRow(
  context: ChangeContext,
  { type, subjectType, subjectId, data, detail }: RecordedChange,
  seq: number,
  previous: Uint8Array,
): Row {
  const { at } = context;
  const actor = actorText(context.actor);
  const salt = newSalt();
  const detailText = JSON.stringify(detail);
  const digest = detailDigest(salt, detailText);
  return {
    organization: context.organizationId,
    seq,
    type,
    connection: context.connectionId ?? null,
    subjectType,
    subjectId,
    at,
    actor,
    requestId: context.requestId ?? null,
    data: JSON.stringify(data),
    digest,
    hash: auditHash(previous, { seq, at, actor, action: type, subjectType, subjectId, digest }),
    salt,
    detail: detailText,
  };
}
