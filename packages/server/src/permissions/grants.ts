/** Grants: a role on an entry point for a member, or for everybody in a group. */
import { randomUUIDv7 } from 'node:crypto';
import { type Core, Refusal, requireOrganizationId, writeFor } from '../core.ts';
import { query, type Session } from '../db/index.ts';
import { actorText, type ChangeContext, recordChange } from '../events/index.ts';
import { findEntryPoint } from './entry-points.ts';
import { checkSubject, type Subject } from './grant-subjects.ts';
import { checkRole } from './roles.ts';

export interface Grant {
  readonly id: string;
  /** Its key. */
  readonly entryPoint: string;
  /** Its key. */
  readonly role: string;
  readonly subject: Subject;
  readonly createdAt: string;
  readonly createdBy: string;
}

export interface GrantInput {
  /** Its key. */
  readonly entryPoint: string;
  /** Its key. */
  readonly role: string;
  readonly subject: Subject;
}

type Scope = { readonly organization: string };
type Place = Scope & { entryPoint: string; kind: Subject['kind']; subject: string };

const selectAll = query<Scope>()((db, p) =>
  db
    .selectFrom('role_grant')
    .innerJoin('entry_point', (join) =>
      join
        .onRef('entry_point.organization_id', '=', 'role_grant.organization_id')
        .onRef('entry_point.id', '=', 'role_grant.entry_point_id'),
    )
    .select([
      'role_grant.id',
      'entry_point.key',
      'role_grant.role_key',
      'role_grant.subject_kind',
      'role_grant.subject_id',
      'role_grant.created_at',
      'role_grant.created_by',
    ])
    .where('role_grant.organization_id', '=', p('organization'))
    .orderBy('entry_point.key')
    .orderBy('role_grant.id'),
);

const selectOfSubject = query<Scope & { kind: Subject['kind']; subject: string }>()((db, p) =>
  db
    .selectFrom('role_grant')
    .innerJoin('entry_point', (join) =>
      join
        .onRef('entry_point.organization_id', '=', 'role_grant.organization_id')
        .onRef('entry_point.id', '=', 'role_grant.entry_point_id'),
    )
    .select([
      'role_grant.id',
      'entry_point.key',
      'role_grant.role_key',
      'role_grant.subject_kind',
      'role_grant.subject_id',
      'role_grant.created_at',
      'role_grant.created_by',
    ])
    .where('role_grant.organization_id', '=', p('organization'))
    .where('role_grant.subject_id', '=', p('subject'))
    .where('role_grant.subject_kind', '=', p('kind'))
    .orderBy('entry_point.key'),
);

const byPlace = query<Place>()((db, p) =>
  db
    .selectFrom('role_grant')
    .select(['id', 'role_key', 'created_at', 'created_by'])
    .where('organization_id', '=', p('organization'))
    .where('entry_point_id', '=', p('entryPoint'))
    .where('subject_kind', '=', p('kind'))
    .where('subject_id', '=', p('subject')),
);

const insert = query<Place & { id: string; role: string; at: string; by: string }>()((db, p) =>
  db.insertInto('role_grant').values({
    organization_id: p('organization'),
    id: p('id'),
    entry_point_id: p('entryPoint'),
    role_key: p('role'),
    subject_kind: p('kind'),
    subject_id: p('subject'),
    created_at: p('at'),
    created_by: p('by'),
  }),
);

const setRole = query<Scope & { id: string; role: string }>()((db, p) =>
  db
    .updateTable('role_grant')
    .set({ role_key: p('role') })
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const deleteOne = query<Scope & { id: string }>()((db, p) =>
  db
    .deleteFrom('role_grant')
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id'))
    .returning(['entry_point_id', 'role_key', 'subject_kind', 'subject_id']),
);

const deleteOfSubject = query<Scope & { kind: Subject['kind']; subject: string }>()((db, p) =>
  db
    .deleteFrom('role_grant')
    .where('organization_id', '=', p('organization'))
    .where('subject_id', '=', p('subject'))
    .where('subject_kind', '=', p('kind'))
    .returning(['id', 'entry_point_id', 'role_key', 'subject_kind', 'subject_id']),
);

/** In the order of the entry points' keys. */
export async function listGrants(session: Session, organizationId: string): Promise<Grant[]> {
  const rows = await session.all(selectAll, {
    organization: requireOrganizationId(organizationId),
  });
  return rows.map(grantOf);
}

/** Those of one member or group, in the order of the entry points' keys. */
export async function listGrantsOf(
  session: Session,
  organizationId: string,
  { kind, id }: Subject,
): Promise<Grant[]> {
  const organization = requireOrganizationId(organizationId);
  const rows = await session.all(selectOfSubject, { organization, kind, subject: id });
  return rows.map(grantOf);
}

function grantOf(row: {
  readonly id: string;
  readonly key: string;
  readonly role_key: string;
  readonly subject_kind: Subject['kind'];
  readonly subject_id: string;
  readonly created_at: string;
  readonly created_by: string;
}): Grant {
  return {
    id: row.id,
    entryPoint: row.key,
    role: row.role_key,
    subject: { kind: row.subject_kind, id: row.subject_id },
    createdAt: row.created_at,
    createdBy: row.created_by,
  };
}

/**
 * Gives a role on an entry point, in place of the one that the member or group has there.
 *
 * @throws Refusal `notFound`, `invalid`.
 */
export function setGrant(core: Core, context: ChangeContext, input: GrantInput): Promise<Grant> {
  return writeFor(core, context, (session) => giveGrant(session, context, input));
}

/** The same inside a unit of work. @throws Refusal `notFound`, `invalid`. */
export async function giveGrant(
  session: Session,
  context: ChangeContext,
  input: GrantInput,
): Promise<Grant> {
  const organization = context.organizationId;
  const { subject } = input;
  const entryPoint = await findEntryPoint(session, organization, input.entryPoint);
  const { key: role } = await checkRole(session, input.role);
  await checkSubject(session, organization, subject);
  const place: Place = {
    organization,
    entryPoint: entryPoint.id,
    kind: subject.kind,
    subject: subject.id,
  };
  const present = await session.first(byPlace, place);
  const granted = { entryPoint: entryPoint.key, role, subject };
  if (present === undefined) {
    const id = randomUUIDv7();
    const by = actorText(context.actor);
    await session.send(insert, { ...place, id, role, at: context.at, by });
    await record(session, context, 'created', id, { ...place, role }, {});
    return { id, ...granted, createdAt: context.at, createdBy: by };
  }
  const { id, created_at: createdAt, created_by: createdBy } = present;
  if (present.role_key !== role) {
    await session.send(setRole, { organization, id, role });
    const change = { old: { role: present.role_key }, new: { role } };
    await record(session, context, 'changed', id, { ...place, role }, change);
  }
  return { id, ...granted, createdAt, createdBy };
}

/** @throws Refusal `notFound`. */
export function removeGrant(
  core: Core,
  context: ChangeContext,
  id: string,
): Promise<{ readonly id: string }> {
  return writeFor(core, context, async (session) => {
    await endGrant(session, context, id);
    return { id };
  });
}

/** The same inside a unit of work. @throws Refusal `notFound`. */
export async function endGrant(
  session: Session,
  context: ChangeContext,
  id: string,
): Promise<void> {
  const organization = context.organizationId;
  const gone = await session.first(deleteOne, { organization, id });
  if (gone === undefined) throw new Refusal('notFound', `There is no grant ${id}.`);
  await record(session, context, 'ended', id, placeOf(organization, gone), {});
}

/** Ends what a group gave, inside the unit of work that deletes it. */
export async function endGrantsOfGroup(
  session: Session,
  context: ChangeContext,
  groupId: string,
): Promise<void> {
  const organization = context.organizationId;
  const scope = { organization, kind: 'group', subject: groupId } as const;
  for (const gone of await session.all(deleteOfSubject, scope)) {
    await record(session, context, 'ended', gone.id, placeOf(organization, gone), {});
  }
}

interface GoneRow {
  readonly entry_point_id: string;
  readonly role_key: string;
  readonly subject_kind: Subject['kind'];
  readonly subject_id: string;
}

function placeOf(organization: string, row: GoneRow): Place & { role: string } {
  const { entry_point_id: entryPoint, role_key: role } = row;
  return { organization, entryPoint, role, kind: row.subject_kind, subject: row.subject_id };
}

function record(
  session: Session,
  context: ChangeContext,
  what: 'created' | 'changed' | 'ended',
  subjectId: string,
  { entryPoint, role, kind, subject }: Place & { role: string },
  detail: object,
): Promise<number> {
  return recordChange(session, context, {
    type: `grant.${what}`,
    subjectType: 'Grant',
    subjectId,
    data: { entryPointId: entryPoint, role, subject: { kind, id: subject } },
    detail,
  });
}
