import { DEFAULT_CONNECTION, insertConnection } from '../connections/index.ts';
import { type Core, Refusal, writeFor } from '../core.ts';
import { EVERYBODY, type OrganizationTable, query, type Session } from '../db/index.ts';
import { type Actor, type ChangeContext, recordChange, startSequence } from '../events/index.ts';
import { newOrganizationId } from '../tokens/index.ts';

/** One customer. */
export interface Organization {
  readonly id: string;
  /** Short name for commands and URLs. */
  readonly slug: string;
  readonly name: string;
  readonly plan: string;
  readonly planEndsAt: string | null;
  readonly suspendedAt: string | null;
  /** Largest number of active members; null is that of the plan. */
  readonly seats: number | null;
  readonly createdAt: string;
  /** Whether its Org Admins are mailed notices. */
  readonly sendsNotices: boolean;
}

export interface OrganizationInput {
  readonly name: string;
  /** Made from the name when absent. */
  readonly slug?: string | undefined;
  readonly planId: string;
  /** RFC 3339; null never lapses. */
  readonly planEndsAt?: string | null | undefined;
}

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const NAME_LENGTH = 200;

const insert = query<{
  id: string;
  slug: string;
  name: string;
  plan: string;
  ends: string | null;
  at: string;
}>()((db, p) =>
  db.insertInto('organization').values({
    id: p('id'),
    slug: p('slug'),
    name: p('name'),
    plan_id: p('plan'),
    plan_ends_at: p('ends'),
    suspended_at: null,
    seats: null,
    created_at: p('at'),
    sends_notices: 1,
  }),
);

const selectAll = query<Record<string, never>>()((db) =>
  db.selectFrom('organization').selectAll().orderBy('slug'),
);

const selectOne = query<{ id: string; slug: string }>()((db, p) =>
  db
    .selectFrom('organization')
    .selectAll()
    .where((where) => where.or([where('id', '=', p('id')), where('slug', '=', p('slug'))]))
    .orderBy('slug')
    .limit(1),
);

const selectBySlug = query<{ slug: string }>()((db, p) =>
  db.selectFrom('organization').select('id').where('slug', '=', p('slug')),
);

const selectPlan = query<{ id: string }>()((db, p) =>
  db.selectFrom('plan').select('id').where('id', '=', p('id')),
);

const selectPlans = query<Record<string, never>>()((db) =>
  db.selectFrom('plan').select('id').orderBy('id'),
);

const updatePlan = query<{ id: string; plan: string; ends: string | null }>()((db, p) =>
  db
    .updateTable('organization')
    .set({ plan_id: p('plan'), plan_ends_at: p('ends') })
    .where('id', '=', p('id')),
);

const updateSeats = query<{ id: string; seats: number | null }>()((db, p) =>
  db
    .updateTable('organization')
    .set({ seats: p('seats') })
    .where('id', '=', p('id')),
);

const updateSuspension = query<{ id: string; at: string | null }>()((db, p) =>
  db
    .updateTable('organization')
    .set({ suspended_at: p('at') })
    .where('id', '=', p('id')),
);

const updateNotices = query<{ id: string; sends: number }>()((db, p) =>
  db
    .updateTable('organization')
    .set({ sends_notices: p('sends') })
    .where('id', '=', p('id')),
);

export async function listOrganizations(session: Session): Promise<Organization[]> {
  return (await session.all(selectAll, {})).map(organizationOf);
}

/** @param slugOrId @throws Refusal `notFound`. */
export async function findOrganization(session: Session, slugOrId: string): Promise<Organization> {
  const row = await session.first(selectOne, { id: slugOrId, slug: slugOrId.toLowerCase() });
  if (row === undefined) throw new Refusal('notFound', `There is no organisation "${slugOrId}".`);
  return organizationOf(row);
}

function organizationOf(row: OrganizationTable): Organization {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    plan: row.plan_id,
    planEndsAt: row.plan_ends_at,
    suspendedAt: row.suspended_at,
    seats: row.seats,
    createdAt: row.created_at,
    sendsNotices: row.sends_notices === 1,
  };
}

/** Makes an organisation with its connection Default. @throws Refusal `invalid`, `conflict`. */
export function createOrganization(
  core: Core,
  input: OrganizationInput,
  actor: Actor,
): Promise<Organization> {
  const context = { organizationId: newOrganizationId(), actor, at: core.clock().toISOString() };
  const checked = checkedOrganization(input);
  return core.writer.write(EVERYBODY, (session) => insertOrganization(session, context, checked));
}

/** What {@link insertOrganization} takes. @throws Refusal `invalid`. */
export function checkedOrganization(
  input: OrganizationInput,
): OrganizationInput & { readonly slug: string } {
  const name = input.name.trim();
  if (name === '' || name.length > NAME_LENGTH) {
    throw new Refusal('invalid', `A name has 1 to ${NAME_LENGTH} characters.`);
  }
  const slug = input.slug ?? slugOf(name);
  if (!SLUG.test(slug)) {
    throw new Refusal(
      'invalid',
      `"${slug}" cannot be a short name: it has 1 to 63 lower-case letters, digits and inner hyphens. Give one with --slug.`,
    );
  }
  return { ...input, name, slug };
}

/**
 * Makes it inside a unit of work of {@link EVERYBODY}.
 *
 * @param context With the new organisation's id, of `newOrganizationId`.
 * @param input Of {@link checkedOrganization}.
 * @throws Refusal `conflict`; `invalid` for an unknown plan.
 */
export async function insertOrganization(
  session: Session,
  context: ChangeContext,
  input: OrganizationInput & { readonly slug: string },
): Promise<Organization> {
  const { organizationId: id, at } = context;
  const { name, slug, planId, planEndsAt = null } = input;
  await checkPlan(session, planId);
  if ((await session.first(selectBySlug, { slug })) !== undefined) {
    throw new Refusal(
      'conflict',
      `There is already an organisation "${slug}". Give another --slug.`,
    );
  }
  await session.send(insert, { id, slug, name, plan: planId, ends: planEndsAt, at });
  await startSequence(session, id);
  await recordOrganization(session, context, 'organization.created', { name, slug });
  await insertConnection(session, context, DEFAULT_CONNECTION);
  const created = { id, slug, name, plan: planId, planEndsAt };
  return { ...created, suspendedAt: null, seats: null, createdAt: at, sendsNotices: true };
}

/** Changes what was bought. Takes effect with the next request. */
export function setPlan(
  core: Core,
  context: ChangeContext,
  planId: string,
  planEndsAt: string | null,
): Promise<Organization> {
  const id = context.organizationId;
  return writeFor(core, context, async (session) => {
    await checkPlan(session, planId);
    const old = await findOrganization(session, id);
    await session.send(updatePlan, { id, plan: planId, ends: planEndsAt });
    await recordOrganization(session, context, 'organization.plan_changed', {
      old: { plan: old.plan, planEndsAt: old.planEndsAt },
      new: { plan: planId, planEndsAt },
    });
    return { ...old, plan: planId, planEndsAt };
  });
}

/** Refuses every token of the organisation from now on, or accepts them again. */
export function setSuspended(
  core: Core,
  context: ChangeContext,
  isSuspended: boolean,
): Promise<Organization> {
  const id = context.organizationId;
  return writeFor(core, context, async (session) => {
    const old = await findOrganization(session, id);
    const suspendedAt = isSuspended ? (old.suspendedAt ?? context.at) : null;
    if (suspendedAt === old.suspendedAt) return old;
    await session.send(updateSuspension, { id, at: suspendedAt });
    const type = isSuspended ? 'organization.suspended' : 'organization.resumed';
    await recordOrganization(session, context, type, {});
    return { ...old, suspendedAt };
  });
}

/**
 * Sets how many members may be active. Those that are more than that stay; nobody comes in until there
 * are fewer.
 *
 * @param seats Null is as many as the plan has.
 */
export function setSeats(
  core: Core,
  context: ChangeContext,
  seats: number | null,
): Promise<Organization> {
  const id = context.organizationId;
  return writeFor(core, context, async (session) => {
    const old = await findOrganization(session, id);
    if (old.seats === seats) return old;
    await session.send(updateSeats, { id, seats });
    const detail = { old: { seats: old.seats }, new: { seats } };
    await recordOrganization(session, context, 'organization.seats_changed', detail);
    return { ...old, seats };
  });
}

/** Mails its Org Admins notices from now on, or none any more; they are listed all the same. */
export function setNotices(
  core: Core,
  context: ChangeContext,
  sendsNotices: boolean,
): Promise<Organization> {
  const id = context.organizationId;
  return writeFor(core, context, async (session) => {
    const old = await findOrganization(session, id);
    if (sendsNotices === old.sendsNotices) return old;
    await session.send(updateNotices, { id, sends: sendsNotices ? 1 : 0 });
    const detail = { old: old.sendsNotices, new: sendsNotices };
    await recordOrganization(session, context, 'organization.notices_changed', detail);
    return { ...old, sendsNotices };
  });
}

async function checkPlan(session: Session, planId: string): Promise<void> {
  if ((await session.first(selectPlan, { id: planId })) !== undefined) return;
  const plans = (await session.all(selectPlans, {})).map(({ id }) => id).join(', ');
  throw new Refusal('invalid', `There is no plan "${planId}". Plans: ${plans}.`);
}

function recordOrganization(
  session: Session,
  context: ChangeContext,
  type: string,
  detail: object,
) {
  return recordChange(session, context, {
    type,
    subjectType: 'Organization',
    subjectId: context.organizationId,
    data: {},
    detail,
  });
}

/** `Acme & Söhne` becomes `acme-sohne`. */
function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 63)
    .replace(/-$/, '');
}
