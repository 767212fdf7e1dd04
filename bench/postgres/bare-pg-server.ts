/**
 * The ceiling on PostgreSQL: `node:http` and `pg` that send the statements Rollcall sends, with the
 * same commit policy and as many connections, and return the same bytes. It knows nothing of the
 * protocol. Usage: bare-pg-server.ts <database URL> <port> <token>
 */
import { randomUUIDv7 } from 'node:crypto';
import { Pool } from 'pg';
import { type Body, SCANNED, serveBare } from '../bare-http.ts';
import { READ } from './bare-statements.ts';
import {
  BareWriter,
  changeMember,
  insertUser,
  kept,
  type MemberChange,
  send,
} from './bare-writes.ts';

/** As many as a node of Rollcall has. */
const CONNECTIONS = 10;
const [connectionString = '', port = '', token = ''] = process.argv.slice(2);
const LOCATION = `http://127.0.0.1:${port}/v1/scim/v2`;

const pool = new Pool({ connectionString, max: CONNECTIONS });
const { rows } = await pool.query(
  `select organization_id as organization, connection_id as connection
    from collection where type = 'User'`,
);
const owner = rows[0];
if (owner === undefined) throw new Error('The database has no users.');
const { organization, connection } = owner;
const scope = [organization, connection] as const;
const writer = new BareWriter(pool, owner);

serveBare(Number(port), token, {
  byId: (id, done) => send(pool, READ.byId, ...scope, id).then(([row]) => done(row && bodyOf(row))),
  byName: (key, done) =>
    send(pool, READ.byName, ...scope, key).then(([row]) => done(row && bodyOf(row))),
  async page(offset, limit, done) {
    const [start] = await send(pool, READ.pageStart, ...scope, offset);
    const found = await send(pool, READ.page, ...scope, start?.position, limit, start?.skip);
    done(Number(start?.total), found.map(bodyOf));
  },
  async scan(done) {
    const client = await pool.connect();
    await client.query('begin isolation level repeatable read read only');
    await client.query('set local statement_timeout = 5000');
    const [counted] = await send(client, READ.scan, ...scope, ...SCANNED);
    await client.query('commit');
    client.release();
    done(Number(counted?.total), []);
  },
  create(body, at, done) {
    const id = randomUUIDv7();
    const text = kept(body);
    writer.write(
      (client) => insertUser(client, owner, { id, text, at }),
      () => done(put(text, id, '', { created: at, modified: at, version: 1 })),
    );
  },
  add: (group, member, at, done) => change({ kind: 'add', group, member, at }, done),
  remove: (group, member, at, done) => change({ kind: 'remove', group, member, at }, done),
});

function change(changed: MemberChange, done: () => void): void {
  writer.write((client) => changeMember(client, owner, changed), done);
}

/** The columns of a user, put together. */
function bodyOf(row: Record<string, unknown>): Body {
  const pairs = row.groups === '[]' ? [] : (JSON.parse(String(row.groups)) as [string, string][]);
  const entries = pairs.map(
    ([id, name]) =>
      `{"value":"${id}","$ref":"${LOCATION}/Groups/${id}","display":${JSON.stringify(name)},"type":"direct"}`,
  );
  const groups = entries.length === 0 ? '' : `,"groups":[${entries.join(',')}]`;
  return put(String(row.json), String(row.id), groups, {
    created: String(row.created_at),
    modified: String(row.modified_at),
    version: Number(row.version),
  });
}

function put(
  json: string,
  id: string,
  groups: string,
  meta: { readonly created: string; readonly modified: string; readonly version: number },
): Body {
  // After the schemas, which come first.
  const at = json.indexOf(']') + 1;
  return `${json.slice(0, at)},"id":"${id}"${json.slice(at, -1)}${groups},"meta":{"resourceType":"User","created":"${meta.created}","lastModified":"${meta.modified}","location":"${LOCATION}/Users/${id}","version":"W/\\"${meta.version}\\""}}`;
}
