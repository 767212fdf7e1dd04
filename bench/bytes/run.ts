/**
 * `npm run bench -- bytes`: what users, memberships and changes come to on disk and in the
 * write-ahead log of both databases, and what many organisations come to in the memory of a node.
 * These are counts, so a busy machine does not change them; times are printed for what they are.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { rollcall } from '../../test/support/process.ts';
import { USERS } from '../measure.ts';
import { startCluster } from '../postgres/cluster.ts';
import { createGroup, createUsers, makeToken, type Send } from '../seed.ts';
import { activityBytes } from './activity.ts';
import { createAlone, createTogether, fillGroups, GROUPS_PER_USER, joinAlone } from './fill.ts';
import { measureRegistry, startLocalNode } from './node.ts';
import { insertOrganizations } from './organizations.ts';
import { type MeasuredStorage, postgresStorage, type Sizes, sqliteStorage } from './storage.ts';

const ORGANIZATIONS = Number(process.env.ROLLCALL_BENCH_ORGANIZATIONS ?? 10_000);
/** Changes whose write-ahead log is counted. */
const CHANGES = 500;
/** Members that one request adds. */
const MANY_MEMBERS = 1000;

export async function measureBytes(directory: string): Promise<void> {
  const sqliteData = join(directory, 'sqlite');
  mkdirSync(sqliteData);
  await measure(sqliteStorage(sqliteData), sqliteData);
  const cluster = await startCluster(directory);
  try {
    const data = join(directory, 'node');
    mkdirSync(data);
    await measure(postgresStorage(cluster), data);
  } finally {
    await cluster.close();
  }
}

async function measure(storage: MeasuredStorage, data: string): Promise<void> {
  console.log(`\n# ${storage.name}: ${USERS} users, each in ${GROUPS_PER_USER} groups\n`);
  const token = await makeToken((...words) => rollcall(data, ...words, ...storage.place));
  const node = await startLocalNode(data, storage, token);
  try {
    const empty = await storage.sizes();
    const { ids } = await createUsers(node.send, USERS);
    const withUsers = await storage.sizes();
    const memberships = await fillGroups(node.send, ids);
    const withGroups = await storage.sizes();
    printSizes({ empty, withUsers, withGroups }, memberships);
    await printWritten(storage, node.send, ids);
  } finally {
    await node.close();
  }
  const activity = activityBytes(data);
  if (activity !== undefined) console.log(`Activity: ${activity.toFixed(0)} bytes a request`);
  await printOrganizations(storage, data, token);
}

function printSizes(
  { empty, withUsers, withGroups }: { readonly [when: string]: Sizes },
  memberships: number,
): void {
  console.log(
    '| Table | Rows | Bytes a row | Bytes a user | Bytes a membership |\n|---|---|---|---|---|',
  );
  let [users, members] = [0, 0];
  for (const [table, { bytes, rows }] of withGroups ?? []) {
    const after = withUsers?.get(table)?.bytes ?? 0;
    const user = (after - (empty?.get(table)?.bytes ?? 0)) / USERS;
    const member = (bytes - after) / memberships;
    users += user;
    members += member;
    if (user + member < 1) continue;
    const cells = [table, rows, ...[bytes / rows, user, member].map((n) => n.toFixed(0))];
    console.log(`| ${cells.join(' | ')} |`);
  }
  console.log(`| all | | | ${users.toFixed(0)} | ${members.toFixed(0)} |`);
}

async function printWritten(
  storage: MeasuredStorage,
  send: Send,
  users: readonly string[],
): Promise<void> {
  const half = Math.min(MANY_MEMBERS, users.length / 2);
  const group = await createGroup(send, 'Joined', users.slice(0, half));
  const joining = users.slice(half, half + CHANGES);
  const many = users.slice(0, MANY_MEMBERS);
  const works: readonly [string, number, () => Promise<unknown>][] = [
    ['POST /Users, alone', CHANGES, () => createAlone(send, CHANGES)],
    ['POST /Users, 32 at a time', CHANGES * 4, () => createTogether(send, CHANGES * 4)],
    ['one member added, alone', joining.length, () => joinAlone(send, group, joining)],
    [`one of ${many.length} members added`, many.length, () => createGroup(send, 'Large', many)],
  ];
  console.log('\n| Change | Bytes of write-ahead log |\n|---|---|');
  for (const [name, count, work] of works) {
    const bytes = await storage.written(async () => void (await work()));
    console.log(`| ${name} | ${(bytes / count).toFixed(0)} |`);
  }
}

async function printOrganizations(
  storage: MeasuredStorage,
  data: string,
  token: string,
): Promise<void> {
  const few = await openAndClose(storage, data, token);
  await insertOrganizations(storage, ORGANIZATIONS);
  const many = await openAndClose(storage, data, token);
  console.log(`\n${ORGANIZATIONS} organisations with one connection and one token each:`);
  console.log(
    `heap ${((many.bytes - few.bytes) / ORGANIZATIONS).toFixed(0)} bytes an organisation`,
  );
  for (const [what, { startMs, loadMs }] of [
    ['1 organisation', few],
    [`${ORGANIZATIONS} organisations`, many],
  ] as const) {
    console.log(`with ${what}: open ${startMs.toFixed(0)} ms, load again ${loadMs.toFixed(0)} ms`);
  }
}

/** A node in this process, so that however long it takes it is waited for. */
async function openAndClose(storage: MeasuredStorage, data: string, token: string) {
  const started = performance.now();
  const node = await startLocalNode(data, storage, token);
  const startMs = performance.now() - started;
  try {
    const { bytes, milliseconds: loadMs } = await measureRegistry(node.app.reader);
    return { startMs, bytes, loadMs };
  } finally {
    await node.close();
  }
}
