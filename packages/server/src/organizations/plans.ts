/** Plans: what organisations can buy. One list for all, set by the operator. */

import { sql } from 'kysely';
import { type Core, Refusal, writeFor } from '../core.ts';
import { EVERYBODY, type PlanTable, query, rawQuery, type Session } from '../db/index.ts';
import { type Actor, recordChange } from '../events/index.ts';
import { FEATURES, type Feature } from '../registry/index.ts';

export interface Plan {
  readonly id: string;
  /** What people read. */
  readonly name: string;
  readonly features: readonly Feature[];
  /** Largest number of active members; null is unlimited. */
  readonly seats: number | null;
}

export interface ListedPlan extends Plan {
  /** How many have it. */
  readonly organizations: number;
}

/** What is left out stays as it is. */
export type PlanChange = Partial<Omit<Plan, 'id'>>;

const ID = /^[a-z][a-z0-9_-]{0,62}$/;
const NAME_LENGTH = 100;
const PLANS_MAX = 100;

const selectAll = rawQuery<Record<never, never>>()(
  () => sql<PlanTable & { organizations: number }>`
    select p.id, p.name, p.features, p.seats,
      (select count(*) from organization o where o.plan_id = p.id) as organizations
    from plan p order by p.id`,
);

const insert = query<PlanTable>()((db, p) =>
  db
    .insertInto('plan')
    .values({ id: p('id'), name: p('name'), features: p('features'), seats: p('seats') }),
);

const update = query<PlanTable>()((db, p) =>
  db
    .updateTable('plan')
    .set({ name: p('name'), features: p('features'), seats: p('seats') })
    .where('id', '=', p('id')),
);

const selectOrganizations = query<{ plan: string }>()((db, p) =>
  db.selectFrom('organization').select('id').where('plan_id', '=', p('plan')).orderBy('id'),
);

/** By their ids. */
export async function listPlans(session: Session): Promise<ListedPlan[]> {
  return (await session.all(selectAll, {})).map(({ id, name, features, seats, organizations }) => ({
    ...{ id, name, seats, features: JSON.parse(features) as Feature[] },
    organizations: Number(organizations),
  }));
}

/** @throws Refusal `notFound` with the plans there are. */
export async function findPlan(session: Session, id: string): Promise<ListedPlan> {
  const plans = await listPlans(session);
  const plan = plans.find((one) => one.id === id);
  if (plan !== undefined) return plan;
  const ids = plans.map((one) => one.id).join(', ');
  throw new Refusal('notFound', `There is no plan "${id}". Plans: ${ids}.`);
}

/** @throws Refusal `invalid`; `conflict` for one that there is. */
export function createPlan({ writer }: Core, plan: Plan): Promise<ListedPlan> {
  checkPlan(plan);
  return writer.write(EVERYBODY, async (session) => {
    const plans = await listPlans(session);
    if (plans.some(({ id }) => id === plan.id)) {
      throw new Refusal(
        'conflict',
        `There is already a plan "${plan.id}". Change it: plan update.`,
      );
    }
    if (plans.length >= PLANS_MAX) {
      throw new Refusal(
        'refused',
        `There are ${PLANS_MAX} plans, which is as many as there can be.`,
      );
    }
    await session.send(insert, rowOf(plan));
    return { ...plan, organizations: 0 };
  });
}

/**
 * Changes what everybody with a plan has, from their next request on; nobody is thrown out by fewer seats. It is
 * in the audit log of each organisation.
 *
 * @throws Refusal `invalid`, `notFound`.
 */
export async function updatePlan(
  core: Core,
  actor: Actor,
  id: string,
  change: PlanChange,
): Promise<ListedPlan> {
  const { old, fresh } = await core.writer.write(EVERYBODY, async (session) => {
    const { organizations, ...present } = await findPlan(session, id);
    const changed: Plan = { ...present, ...change };
    checkPlan(changed);
    await session.send(update, rowOf(changed));
    return { old: present, fresh: { ...changed, organizations } };
  });
  const { organizations: _, ...plan } = fresh;
  if (JSON.stringify(old) !== JSON.stringify(plan)) await recordEverywhere(core, actor, old, plan);
  return fresh;
}

/** One unit of work each: a plan may be that of thousands, and none of them has to wait for the others. */
async function recordEverywhere(core: Core, actor: Actor, old: Plan, plan: Plan): Promise<void> {
  for (const { id: organizationId } of await core.reader.all(selectOrganizations, {
    plan: plan.id,
  })) {
    const context = { organizationId, actor, at: core.clock().toISOString() };
    await writeFor(core, context, (session) =>
      recordChange(session, context, {
        type: 'organization.plan_changed',
        subjectType: 'Organization',
        subjectId: organizationId,
        data: {},
        detail: { old, new: plan },
      }),
    );
  }
}

function checkPlan({ id, name, features, seats }: Plan): void {
  if (!ID.test(id)) {
    throw new Refusal(
      'invalid',
      `"${id}" cannot be the id of a plan: it has 1 to 63 lower-case letters, digits, "-" and "_", and begins with a letter.`,
    );
  }
  if (name.trim() === '' || name.length > NAME_LENGTH) {
    throw new Refusal('invalid', `The name of a plan has 1 to ${NAME_LENGTH} characters.`);
  }
  const unknown = features.find((feature) => !FEATURES.includes(feature));
  if (unknown !== undefined) {
    throw new Refusal(
      'invalid',
      `There is no feature "${unknown}". Features: ${FEATURES.join(', ')}.`,
    );
  }
  // Groups of nobody: whoever pushes them could not push who is in them.
  if (features.includes('scim.groups') && !features.includes('scim.users')) {
    throw new Refusal('invalid', 'Groups need users: a plan with scim.groups has scim.users, too.');
  }
  if (seats !== null && (!Number.isSafeInteger(seats) || seats < 1)) {
    throw new Refusal('invalid', 'A plan has one seat at least, for an Org Admin, or no limit.');
  }
}

function rowOf({ id, name, features, seats }: Plan): PlanTable {
  const known = FEATURES.filter((feature) => features.includes(feature));
  return { id, name, features: JSON.stringify(known), seats };
}
