/**
 * The ceiling: `node:http` and better-sqlite3 with hand-written statements, the same bytes out, the
 * same token check, the same rows in, the same commit policy, and none of the protocol. It answers
 * only the requests that `run.ts` sends. Usage: bare-server.ts <database> <port> <token>
 */
import { hash, randomBytes, randomUUIDv7 } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import Database from 'better-sqlite3';

const [path = '', port = '', token = ''] = process.argv.slice(2);
const BLOCK_POSITIONS = 1024;
const HEADERS = { 'Content-Type': 'application/scim+json' };
const LIST_HEAD =
  '{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":';

const main = new Database(path);
main.pragma('journal_mode = wal');
main.pragma('synchronous = full');
const reader = new Database(path, { readonly: true });
reader.pragma('cache_size = -65536');

const tokens = new Map([[hash('sha256', token), true]]);
const scope = main
  .prepare<[], { organization_id: string; connection_id: string }>(
    "select organization_id, connection_id from collection where type = 'User'",
  )
  .get();
if (scope === undefined) throw new Error('The database has no users.');
const { organization_id: organization, connection_id: connection } = scope;

const read = {
  byId: reader.prepare<[string], { body: string }>('select body from bare where id = ?'),
  byName: reader.prepare<[string], { body: string }>('select body from bare where user_name = ?'),
  page: reader.prepare<[number, number], { body: string }>(
    'select body from bare where position >= ? order by position limit ?',
  ),
  total: reader.prepare<[], { total: number }>("select total from collection where type = 'User'"),
  scan: reader.prepare<unknown[], { body: string }>(
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

createServer((request, response) => {
  const given = request.headers.authorization ?? '';
  if (!tokens.has(hash('sha256', given.slice(7)))) {
    response.writeHead(401).end();
    return;
  }
  const url = request.url ?? '';
  if (request.method === 'GET') answerRead(url, response);
  else readBody(request, (text) => answerWrite(request.method ?? '', url, text, response));
}).listen(Number(port), '127.0.0.1');

function answerRead(url: string, response: ServerResponse): void {
  if (url.startsWith('/v1/scim/v2/Users/')) {
    const row = read.byId.get(url.slice(18));
    response.writeHead(row === undefined ? 404 : 200, { ...HEADERS, ETag: 'W/"1"' });
    response.end(row?.body);
    return;
  }
  const query = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  const filter = query.get('filter');
  if (filter?.startsWith('userName eq ')) {
    const row = read.byName.get(filter.slice(13, -1).toLowerCase());
    sendList(response, row === undefined ? 0 : 1, row === undefined ? [] : [row]);
  } else if (filter !== null) {
    const rows = read.scan.all('zz1', 'zz2', 'zz3', 'zz4', 'zz5');
    sendList(response, rows.length, rows);
  } else {
    const rows = read.page.all(Number(query.get('startIndex')) - 1, Number(query.get('count')));
    sendList(response, read.total.get()?.total ?? 0, rows);
  }
}

function sendList(response: ServerResponse, total: number, rows: { body: string }[]): void {
  response.writeHead(200, HEADERS);
  response.end(
    `${LIST_HEAD}${total},"startIndex":1,"itemsPerPage":${rows.length},"Resources":[${rows
      .map((row) => row.body)
      .join(',')}]}`,
  );
}

function answerWrite(method: string, url: string, text: string, response: ServerResponse): void {
  const body = Object(JSON.parse(text));
  const at = new Date().toISOString();
  if (method === 'POST') {
    const id = randomUUIDv7();
    durably(
      () => insertUser(id, body, text, at),
      () => response.writeHead(201, HEADERS).end(`{"id":"${id}",${text.slice(1)}`),
    );
    return;
  }
  const group = url.slice(19);
  const [operation] = body.Operations;
  durably(
    () => {
      const changed =
        operation.op === 'add'
          ? write.join.run(organization, group, operation.value[0].value)
          : write.leave.run(organization, group, operation.path.slice(18, -2));
      if (changed.changes === 0) return;
      write.touch.run(at, organization, group);
      write.touchSearch.run(at, organization, connection);
      record('group.members.changed', 'Group', group, at, '{}');
    },
    () => response.writeHead(204).end(),
  );
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

function readBody(request: IncomingMessage, done: (text: string) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => done(Buffer.concat(chunks).toString()));
}
