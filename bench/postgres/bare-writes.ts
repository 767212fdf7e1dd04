/** What the bare server writes, in Rollcall's order and with its commit policy. */
import { randomBytes, randomUUIDv7 } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { type Statement, WRITE } from './bare-statements.ts';

const BLOCK_POSITIONS = 1024;
/** Units in one transaction, as in Rollcall's writer. */
const UNITS_PER_COMMIT = 64;
/** Bytes of a hash of the audit chain. */
const HASH_BYTES = 32;

/** Whose users and groups the server has. */
export interface Owner {
  readonly organization: string;
  readonly connection: string;
}

interface Waiting {
  readonly unit: (client: PoolClient) => Promise<void>;
  readonly done: () => void;
}

/** Units that wait at the same moment share a transaction, each in a savepoint. */
export class BareWriter {
  readonly #pool: Pool;
  readonly #owner: Owner;
  readonly #queue: Waiting[] = [];
  #isRunning = false;

  constructor(pool: Pool, owner: Owner) {
    this.#pool = pool;
    this.#owner = owner;
  }

  /** A failure ends the process: the benchmark has no use for one. */
  write(unit: Waiting['unit'], done: Waiting['done']): void {
    this.#queue.push({ unit, done });
    if (this.#isRunning) return;
    this.#isRunning = true;
    setImmediate(() => void this.#drain());
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0, UNITS_PER_COMMIT);
      const client = await this.#pool.connect();
      await client.query('begin');
      await send(client, WRITE.lock, this.#owner.organization);
      for (const { unit } of batch) {
        await client.query('savepoint unit');
        await unit(client);
        await client.query('release savepoint unit');
      }
      await client.query('commit');
      client.release();
      for (const { done } of batch) done();
    }
    this.#isRunning = false;
  }
}

export interface NewUser {
  readonly id: string;
  /** What is kept of the request's body. */
  readonly text: string;
  readonly at: string;
}

/** A body without what is not kept. */
export function kept(body: string): string {
  const { password: _password, groups: _groups, ...rest } = JSON.parse(body);
  return JSON.stringify(rest);
}

export async function insertUser(
  client: PoolClient,
  { organization, connection }: Owner,
  { id, text, at }: NewUser,
): Promise<void> {
  const scope = [organization, connection] as const;
  const { userName, displayName, externalId } = JSON.parse(text) as Record<string, string>;
  const key = String(userName).toLowerCase();
  const displayKey = String(displayName).toLowerCase();
  await send(client, WRITE.nameTaken, ...scope, key);
  const [taken] = await send(client, WRITE.position, ...scope);
  const position = Number(taken?.next_position) - 1;
  await send(client, WRITE.block, ...scope, Math.floor(position / BLOCK_POSITIONS));
  const start = [...scope, id, position, key, externalId] as const;
  await send(client, WRITE.resource, ...start, displayName, displayKey, at, text);
  await send(client, WRITE.search, ...start, displayKey, at, text);
  await send(client, WRITE.lookup, ...scope, key, id);
  const record = recorder(client, { organization, connection }, at);
  await record('user.created', 'User', id, `{"new":${text}}`);
  await send(client, WRITE.matches, organization, key);
  const member = randomUUIDv7();
  await send(client, WRITE.member, organization, member, at);
  await send(client, WRITE.link, ...scope, id, member, key, displayName, at);
  await record('member.created', 'Member', member, '{}');
}

export interface MemberChange {
  readonly kind: 'add' | 'remove';
  readonly group: string;
  readonly member: string;
  readonly at: string;
}

export async function changeMember(
  client: PoolClient,
  { organization, connection }: Owner,
  { kind, group, member, at }: MemberChange,
): Promise<void> {
  const ids = JSON.stringify([member]);
  await send(client, WRITE.group, organization, connection, group);
  if (kind === 'add') await send(client, WRITE.unknown, organization, connection, ids);
  const changed =
    kind === 'add'
      ? await send(client, WRITE.join, organization, connection, ids, group)
      : await send(client, WRITE.leave, organization, group, member);
  if (changed.length === 0) return;
  await send(client, WRITE.touch, organization, at, group);
  await send(client, WRITE.touchSearch, organization, at, group);
  const record = recorder(client, { organization, connection }, at);
  await record('group.members.changed', 'Group', group, `{"added":[],"removed":["${member}"]}`);
}

function recorder(client: PoolClient, { organization, connection }: Owner, at: string) {
  const actor = `token:${organization}`;
  return async (type: string, subject: string, id: string, detail: string) => {
    const [head] = await send(client, WRITE.head, organization);
    const seq = Number(head?.last_seq) + 1;
    const hash = randomBytes(HASH_BYTES);
    const place = [organization, seq] as const;
    const about = [type, connection, subject, id, at, actor, randomUUIDv7(), '{"active":true}'];
    await send(client, WRITE.event, ...place, ...about);
    await send(client, WRITE.audit, ...place, at, actor, type, subject, id, hash, hash);
    await send(client, WRITE.detail, ...place, hash.subarray(16), detail);
    await send(client, WRITE.setHead, ...place, hash);
  };
}

export async function send(
  client: Pool | PoolClient,
  statement: Statement,
  ...values: readonly unknown[]
): Promise<Record<string, unknown>[]> {
  return (await client.query({ ...statement, values: [...values] })).rows;
}
