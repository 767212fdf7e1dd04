/**
 * The ceiling: `node:http` and better-sqlite3 with hand-written statements, the same bytes out, the
 * same token check, the same rows in, the same commit policy, and none of the protocol. It answers
 * only the requests that `run.ts` sends. Usage: bare-server.ts <database> <port> <token>
 */
import { randomBytes, randomUUIDv7 } from 'node:crypto';
import Database from 'better-sqlite3';
import { type Body, SCANNED, serveBare } from './bare-http.ts';

const [path = '', port = '', token = ''] = process.argv.slice(2);
const BLOCK_POSITIONS = 1024;

const main = new Database(path);
main.pragma('journal_mode = wal');
main.pragma('synchronous = full');
const reader = new Database(path, { readonly: true });
reader.pragma('cache_size = -65536');

const scope = main
  .prepare<[], { organization_id: string; connection_id: string }>(
    "select organization_id, connection_id from collection where type = 'User'",
  )
  .get();
if (scope === undefined) throw new Error('The database has no users.');
const { organization_id: organization, connection_id: connection } = scope;

const read = {
  byId: reader.prepare<[string], { body: Body }>('select body from bare where id = ?'),
  byName: reader.prepare<[string], { body: Body }>('select body from bare where user_name = ?'),
  page: reader.prepare<[number, number], { body: Body }>(
    'select body from bare where position >= ? order by position limit ?',
  ),
  total: reader.prepare<[], { total: number }>("select total from collection where type = 'User'"),
  scan: reader.prepare<unknown[], { body: Body }>(
    `select body from bare where instr(lower(json_extract(body, '$.title')), ?) > 0
      or lower(json_extract(body, '$.nickName')) = ?
      or lower(json_extract(body, '$.userType')) = ?
      or lower(json_extract(body, '$.preferredLanguage')) = ?
      or lower(json_extract(body, '$.name.familyName')) = ?`,
  ),
};
const write = {
  begin: main.prepare('begin immediate'),
  commit: main.prepare('commit'),
  collection: main.prepare<[string, string], { position: number }>(
    `update collection set total = total + 1, next_position = next_position + 1
     where organization_id = ? and connection_id = ? and type = 'User'
     returning next_position - 1 as position`,
  ),
  block: main.prepare(
    `insert into collection_block values (?, ?, 'User', ?, 1)
     on conflict do update set total = total + 1`,
  ),
  resource: main.prepare(
    `insert into resource values (?, ?, ?, 'User', ?, ?, null, 1, ?, ?, ?, ?, 1, ?)`,
  ),
  search: main.prepare(
    `insert into search values (?, ?, 'User', ?, ?, ?, null, 1, ?, ?, ?, 1, jsonb(?))`,
  ),
  lookup: main.prepare(`insert into lookup values (?, ?, 'emails', ?, ?)`),
  member: main.prepare(`insert into member values (?, ?, ?, ?, null, ?, null, 0, 0, 0, ?)`),
  link: main.prepare(`insert into link values (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, null)`),
  sequence: main.prepare<[Buffer, string], { seq: number }>(
    `update organization_sequence set last_seq = last_seq + 1, audit_hash = ?
     where organization_id = ? returning last_seq as seq`,
  ),
  event: main.prepare(`insert into event values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
  audit: main.prepare(`insert into audit values (?, ?, ?, ?, ?, ?, ?, ?, ?)`),
  detail: main.prepare(`insert into audit_detail values (?, ?, ?, ?)`),
  join: main.prepare(`insert or ignore into membership values (?, ?, ?, 'User')`),
  leave: main.prepare(
    `delete from membership where organization_id = ? and group_id = ? and member_id = ?`,
  ),
  touch: main.prepare(
    `update resource set version = version + 1, modified_at = ? where organization_id = ? and id = ?`,
  ),
  touchSearch: main.prepare(
    `update search set version = version + 1, modified_at = ? where organization_id = ?
     and connection_id = ? and type = 'Group' and position = 0`,
  ),
};

/** Work that waits for the next commit: the same group commit as Rollcall's. */
let waiting: { work: () => void; done: () => void }[] = [];

function durably(work: () => void, done: () => void): void {
  waiting.push({ work, done });
  if (waiting.length === 1) setImmediate(commit);
}

function commit(): void {
  const batch = waiting;
  waiting = [];
  write.begin.run();
  for (const { work } of batch) work();
  write.commit.run();
  for (const { done } of batch) done();
}

serveBare(Number(port), token, {
  byId: (id, done) => done(read.byId.get(id)?.body),
  byName: (key, done) => done(read.byName.get(key)?.body),
  page: (offset, limit, done) =>
    done(read.total.get()?.total ?? 0, read.page.all(offset, limit).map(bodyOf)),
  scan(done) {
    const rows = read.scan.all(...SCANNED);
    done(rows.length, rows.map(bodyOf));
  },
  create(text, at, done) {
    const id = randomUUIDv7();
    const body = Object(JSON.parse(text));
    durably(
      () => insertUser(id, body, text, at),
      () => done(`{"id":"${id}",${text.slice(1)}`),
    );
  },
  add: (group, member, at, done) =>
    durably(() => changed(group, at, write.join.run(organization, group, member).changes), done),
  remove: (group, member, at, done) =>
    durably(() => changed(group, at, write.leave.run(organization, group, member).changes), done),
});

function bodyOf({ body }: { readonly body: Body }): Body {
  return body;
}

function changed(group: string, at: string, rows: number): void {
  if (rows === 0) return;
  write.touch.run(at, organization, group);
  write.touchSearch.run(at, organization, connection);
  record('group.members.changed', 'Group', group, at, '{}');
}

function insertUser(id: string, body: Record<string, string>, text: string, at: string): void {
  const key = String(body.userName).toLowerCase();
  const name = String(body.displayName);
  const position = write.collection.get(organization, connection)?.position ?? 0;
  write.block.run(organization, connection, Math.floor(position / BLOCK_POSITIONS));
  write.resource.run(organization, id, connection, position, key, name, name, at, at, text);
  write.search.run(organization, connection, position, id, key, name, at, at, text);
  write.lookup.run(organization, connection, key, id);
  const member = randomUUIDv7();
  write.member.run(organization, member, null, null, null, at);
  write.link.run(organization, connection, id, member, key, key, key, name, at);
  record('member.created', 'Member', member, at, '{}');
  record('user.created', 'User', id, at, text);
}

function record(type: string, subject: string, id: string, at: string, text: string): void {
  const salt = randomBytes(16);
  const seq = write.sequence.get(salt, organization)?.seq ?? 0;
  write.event.run(organization, seq, type, connection, subject, id, at, 'token:x', null, '{}');
  write.audit.run(organization, seq, at, 'token:x', type, subject, id, salt, salt);
  write.detail.run(organization, seq, salt, text);
}
