/** Entry points: the parts of the application that people of an organisation are given a role on. */
import { randomUUIDv7 } from 'node:crypto';
import { type Core, Refusal, requireOrganizationId, writeFor } from '../core.ts';
import { type EntryPointTable, query, type Session } from '../db/index.ts';
import { type ChangeContext, recordChange } from '../events/index.ts';

export interface EntryPoint {
  readonly id: string;
  /** What the application calls it; unique in the organisation. */
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
  readonly createdAt: string;
}

export interface EntryPointInput {
  readonly key: string;
  readonly name: string;
  readonly description?: string | undefined;
}

const KEY = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;
const NAME_LENGTH = 200;
const DESCRIPTION_LENGTH = 1000;

type Scope = { readonly organization: string };

const selectAll = query<Scope>()((db, p) =>
  db
    .selectFrom('entry_point')
    .selectAll()
    .where('organization_id', '=', p('organization'))
    .orderBy('key'),
);

const byKey = query<Scope & { key: string }>()((db, p) =>
  db
    .selectFrom('entry_point')
    .selectAll()
    .where('organization_id', '=', p('organization'))
    .where('key', '=', p('key')),
);

const insert = query<Scope & EntryPointInput & { id: string; at: string; text: string | null }>()(
  (db, p) =>
    db.insertInto('entry_point').values({
      organization_id: p('organization'),
      id: p('id'),
      key: p('key'),
      name: p('name'),
      description: p('text'),
      created_at: p('at'),
    }),
);

const update = query<Scope & { id: string; name: string; text: string | null }>()((db, p) =>
  db
    .updateTable('entry_point')
    .set({ name: p('name'), description: p('text') })
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const deleteOne = query<Scope & { id: string }>()((db, p) =>
  db
    .deleteFrom('entry_point')
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const firstGrant = query<Scope & { entryPoint: string }>()((db, p) =>
  db
    .selectFrom('role_grant')
    .select('id')
    .where('organization_id', '=', p('organization'))
    .where('entry_point_id', '=', p('entryPoint'))
    .limit(1),
);

/** Ids by key, of those that there are: a question names few of perhaps many. */
export async function entryPointIds(
  session: Session,
  organizationId: string,
  keys: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const organization = requireOrganizationId(organizationId);
  const rows = await session.each(
    byKey,
    Array.from(new Set(keys), (key) => ({ organization, key })),
  );
  return new Map(rows.map(({ key, id }) => [key, id]));
}

/** In the order of their keys. */
export async function listEntryPoints(
  session: Session,
  organizationId: string,
): Promise<EntryPoint[]> {
  const scope = { organization: requireOrganizationId(organizationId) };
  return (await session.all(selectAll, scope)).map(entryPointOf);
}

/** @throws Refusal `notFound`. */
export async function findEntryPoint(
  session: Session,
  organizationId: string,
  key: string,
): Promise<EntryPoint> {
  const row = await session.first(byKey, {
    organization: requireOrganizationId(organizationId),
    key,
  });
  if (row !== undefined) return entryPointOf(row);
  throw new Refusal('notFound', `There is no entry point "${key}" in this organisation.`);
}

/**
 * Makes entry points, or gives those that are there (by key) another name and description. All or
 * none; those that are not named stay.
 *
 * @throws Refusal `invalid`.
 */
export function putEntryPoints(
  core: Core,
  context: ChangeContext,
  inputs: readonly EntryPointInput[],
): Promise<EntryPoint[]> {
  for (const input of inputs) checkInput(input);
  return writeFor(core, context, async (session) => {
    const put: EntryPoint[] = [];
    for (const input of inputs) put.push(await putOne(session, context, input));
    return put;
  });
}

async function putOne(
  session: Session,
  context: ChangeContext,
  input: EntryPointInput,
): Promise<EntryPoint> {
  const organization = context.organizationId;
  const { key, name } = input;
  const description = input.description ?? null;
  const row = await session.first(byKey, { organization, key });
  if (row === undefined) {
    const id = randomUUIDv7();
    const { at } = context;
    await session.send(insert, { organization, id, key, name, text: description, at });
    await record(session, context, 'created', id, { new: { key, name, description } });
    return { id, key, name, description, createdAt: at };
  }
  const before = entryPointOf(row);
  if (before.name === name && before.description === description) return before;
  await session.send(update, { organization, id: before.id, name, text: description });
  const old = { name: before.name, description: before.description };
  await record(session, context, 'changed', before.id, { old, new: { name, description } });
  return { ...before, name, description };
}

/** @throws Refusal `notFound`; `conflict` while anybody has a role on it. */
export function deleteEntryPoint(
  core: Core,
  context: ChangeContext,
  key: string,
): Promise<{ readonly id: string; readonly key: string }> {
  const organization = context.organizationId;
  return writeFor(core, context, async (session) => {
    const { id, name } = await findEntryPoint(session, organization, key);
    if ((await session.first(firstGrant, { organization, entryPoint: id })) !== undefined) {
      throw new Refusal(
        'conflict',
        `Somebody has a role on the entry point "${key}". Remove its grants first.`,
      );
    }
    await session.send(deleteOne, { organization, id });
    await record(session, context, 'deleted', id, { old: { key, name } });
    return { id, key };
  });
}

function checkInput({ key, name, description = '' }: EntryPointInput): void {
  if (!KEY.test(key)) {
    throw new Refusal(
      'invalid',
      `"${key}" cannot be the key of an entry point: it has 1 to 128 letters, digits, ".", "_", ":" and "-", and begins with a letter or digit.`,
    );
  }
  if (name.trim() === '' || name.length > NAME_LENGTH) {
    throw new Refusal('invalid', `The name of an entry point has 1 to ${NAME_LENGTH} characters.`);
  }
  if (description.length > DESCRIPTION_LENGTH) {
    throw new Refusal('invalid', `A description has at most ${DESCRIPTION_LENGTH} characters.`);
  }
}

function entryPointOf(row: EntryPointTable): EntryPoint {
  const { id, key, name, description, created_at: createdAt } = row;
  return { id, key, name, description, createdAt };
}

function record(
  session: Session,
  context: ChangeContext,
  what: 'created' | 'changed' | 'deleted',
  subjectId: string,
  detail: object,
): Promise<number> {
  const type = `entry_point.${what}`;
  const change = { type, subjectType: 'EntryPoint', subjectId, data: {}, detail };
  return recordChange(session, context, change);
}
