import {
  type ComparisonKey,
  compareKeys,
  evaluate,
  fullView,
  groupType,
  type JsonObject,
  type ListQuery,
  type Member,
  type Resource,
  type ResourceType,
  type ScimStore,
  sortKey,
} from '@rollcall/scim';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { cases } from '../../../../test/support/cases.ts';
import { startSequence } from '../events/index.ts';
import {
  queriesArbitrary,
  type RandomQuery,
  richUserType,
  userResource,
  type World,
  worldArbitrary,
} from './test-random-world.ts';
import {
  adding,
  BASE_URL,
  listQuery,
  openTestStore,
  type TestStore,
  TOLERANT,
} from './test-store.ts';

vi.mock('../members/index.ts', async () => (await import('./test-fake-members.ts')).linking);

/** Filters compared; more at night. */
const CASES = cases(5000);
const QUERIES_PER_WORLD = 50;

let db: TestStore;
let organizations = 0;
beforeAll(async () => {
  db = await openTestStore();
});
afterAll(() => db.close());

/** Each world is an organisation of its own in one database. */
async function newStore(): Promise<ScimStore> {
  organizations += 1;
  const organizationId = `world${organizations}`;
  await db.writer.write(organizationId, (session) => startSequence(session, organizationId));
  return db.storeFor({ organizationId, duplicateGroupNames: true });
}

interface Ids {
  readonly users: readonly string[];
  readonly groups: readonly string[];
}

/** Puts ids of the world where it says `@u3`. */
function withIds(text: string, { users, groups }: Ids): string {
  return text.replace(/@([ug])(\d)/g, (_, kind: string, n: string) => {
    const ids = kind === 'u' ? users : groups;
    return ids[Number(n) % Math.max(1, ids.length)] ?? 'nobody';
  });
}

async function build(store: ScimStore, world: World): Promise<Ids> {
  const users: string[] = [];
  const groups: string[] = [];
  const ids = { users, groups };
  const tick = () => {
    db.time = new Date(db.time.getTime() + 1);
  };
  const resourceOf = (i: number, name: string, attributes: JsonObject): Resource =>
    JSON.parse(withIds(JSON.stringify(userResource(`${name}#${i}`, attributes)), ids));
  db.time = new Date('2026-03-01T10:00:00.000Z');
  for (const [i, user] of world.users.entries()) {
    const draft = { resource: resourceOf(i, user.name, user.before), members: [] };
    users.push((await store.create(richUserType, draft, TOLERANT)).resource.id);
    if (i % 2 === 0) tick();
  }
  for (const { name, externalId, users: members, groups: inner } of world.groups) {
    const resource: Resource = {
      schemas: [groupType.schema.id],
      ...(externalId === undefined ? {} : { externalId }),
      displayName: `${name}+`,
    };
    const named = [...members.map((n) => users[n]), ...inner.map((n) => groups[n])];
    const known = named.filter((id) => id !== undefined);
    const draft = { resource, members: known.length === 0 ? [] : [adding(...known)] };
    groups.push((await store.create(groupType, draft, TOLERANT)).resource.id);
  }
  tick();
  await live(store, world, ids, resourceOf);
  return ids;
}

/** Changes and deletes what is fated to. */
async function live(
  store: ScimStore,
  world: World,
  { users, groups }: Ids,
  resourceOf: (i: number, name: string, attributes: JsonObject) => Resource,
): Promise<void> {
  for (const [i, { fate, name, after }] of world.users.entries()) {
    const id = users[i] ?? '';
    const change = { resource: resourceOf(i, name, after), members: [] };
    if (fate === 'changed') await store.update(richUserType, id, () => change, TOLERANT);
    if (fate === 'deleted') await store.delete(richUserType, id, () => {});
  }
  for (const [i, { fate }] of world.groups.entries()) {
    if (fate === 'deleted') await store.delete(groupType, groups[i] ?? '', () => {});
  }
}

/** All resources of a type as SCIM shows them, in list order. */
async function views(store: ScimStore, type: ResourceType): Promise<JsonObject[]> {
  const { resources } = await store.list(type, listQuery(type));
  return Promise.all(
    resources.map(async (stored) => {
      if (type.memberAttribute === undefined) return fullView(type, BASE_URL, stored);
      const members: Member[] = [];
      for await (const batch of store.members(type, stored.id)) members.push(...batch);
      return fullView(type, BASE_URL, stored, members);
    }),
  );
}

/** The answer by looking at everything. */
function expected(all: readonly JsonObject[], { filter, sort, offset, limit }: ListQuery) {
  const found = filter === undefined ? [...all] : all.filter((view) => evaluate(filter, view));
  if (sort !== undefined) {
    const keys = new Map(found.map((view) => [view, sortKey(sort.target, view)]));
    const sign = sort.descending ? -1 : 1;
    found.sort((a, b) => sign * compareOptional(keys.get(a), keys.get(b)));
  }
  return { total: found.length, ids: found.slice(offset, offset + limit).map(({ id }) => id) };
}

function compareOptional(a: ComparisonKey | undefined, b: ComparisonKey | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return compareKeys(a, b);
}

async function check(store: ScimStore, all: readonly JsonObject[], ids: Ids, random: RandomQuery) {
  const { type, filter, sortBy, ...more } = random;
  const text = filter === undefined ? undefined : withIds(filter, ids);
  const query = listQuery(type, text, sortBy === undefined ? more : { ...more, sortBy });
  const { total, resources } = await store.list(type, query);
  const answer = { total, ids: resources.map(({ id }) => id) };
  expect(answer, `${text} sorted by ${sortBy}`).toEqual(expected(all, query));
}

describe('RFC 7644 §3.4.2 filters in SQL', () => {
  test(`the database says what the evaluator says, ${CASES} filters over random resources`, {
    timeout: 60_000 + CASES * 20,
  }, async () => {
    const property = fc.asyncProperty(worldArbitrary, queriesArbitrary, async (world, queries) => {
      const store = await newStore();
      const ids = await build(store, world);
      const users = await views(store, richUserType);
      const groups = await views(store, groupType);
      for (const query of queries) {
        await check(store, query.type === groupType ? groups : users, ids, query);
      }
    });
    await fc.assert(property, { numRuns: Math.ceil(CASES / QUERIES_PER_WORLD) });
  });
});
