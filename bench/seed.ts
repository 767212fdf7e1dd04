/** Fills a database over the command line and SCIM alone, as a customer would. */
import { rollcall, startProcess } from '../test/support/process.ts';
import { LARGE_GROUP, newUser, type Seeded } from './scenarios.ts';

/** Requests under way while seeding. */
const CONCURRENCY = 32;
/** Members named by one PATCH while the large group is filled. */
const MEMBERS_PER_PATCH = 50_000;
export const LIMITS_OFF = ['--requests-per-second', '1000000', '--burst', '1000000'] as const;

/** Runs a command of the command line on the database that is seeded. */
export type Run = (...words: string[]) => Promise<unknown>;

/**
 * @param place Where the database is, for the command line and the server alike: none for the
 * embedded one of the directory.
 */
export async function seed(data: string, users: number, ...place: string[]): Promise<Seeded> {
  const token = await makeToken((...words) => rollcall(data, ...words, ...place));
  const server = await startProcess(data, ...LIMITS_OFF, ...place);
  try {
    const send = sender(server.baseUrl, token);
    const { ids, names } = await createUsers(send, users);
    const smallGroup = await createGroup(send, 'Small', ids.slice(0, 100));
    const largeGroup = await createGroup(send, 'Large', ids.slice(0, LARGE_GROUP));
    const outsiders: string[] = [];
    for (let i = 0; i < 100; i++) {
      const user = Object(await send('POST', '/Users', newUser().replaceAll('{n}', `out${i}`)));
      outsiders.push(String(user.id));
    }
    return { token, userIds: ids, userNames: names, smallGroup, largeGroup, outsiders };
  } finally {
    await server.stop();
  }
}

/** Makes an organisation with an Org Admin. Returns a token that may write. */
export async function makeToken(run: Run): Promise<string> {
  // What is compared with bare servers writes no mail.
  const quiet = ['--invitations', 'none'];
  await run('organization', 'create', '--name', 'Bench', '--plan', 'enterprise', ...quiet);
  const owner = 'owner@bench.test';
  await run('member', 'create', '--organization', 'bench', '--email', owner, '--org-admin');
  const made = await run(
    ...['token', 'create', '--organization', 'bench', '--owner', owner, '--name', 'bench'],
    ...['--scope', 'scim:write', '--expires', 'never'],
  );
  return String(Reflect.get(Object(made), 'token'));
}

export type Send = (method: string, path: string, body: string) => Promise<unknown>;

/** Sends a request and returns its answer; throws unless it went well. */
export function sender(baseUrl: string, token: string, mediaType = 'application/scim+json'): Send {
  return async (method, path, body) => {
    const response = await fetch(baseUrl + path, {
      method,
      headers: { 'Content-Type': mediaType, Authorization: `Bearer ${token}` },
      body,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
}

/** Users as {@link newUser} has them, several at a time. */
export async function createUsers(
  send: Send,
  count: number,
  prefix = '',
): Promise<{ ids: string[]; names: string[] }> {
  const ids: string[] = new Array(count);
  const names: string[] = new Array(count);
  let next = 0;
  const worker = async () => {
    for (let n = next++; n < count; n = next++) {
      const user = Object(
        await send('POST', '/Users', newUser().replaceAll('{n}', `${prefix}${n}`)),
      );
      ids[n] = String(user.id);
      names[n] = String(user.userName);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return { ids, names };
}

export async function createGroup(
  send: Send,
  name: string,
  members: readonly string[],
): Promise<string> {
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
  const group = Object(
    await send('POST', '/Groups', JSON.stringify({ schemas, displayName: name })),
  );
  for (let at = 0; at < members.length; at += MEMBERS_PER_PATCH) {
    const value = members.slice(at, at + MEMBERS_PER_PATCH).map((id) => ({ value: id }));
    const operation = { op: 'add', path: 'members', value };
    const patch = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [operation],
    };
    await send('PATCH', `/Groups/${group.id}`, JSON.stringify(patch));
  }
  return String(group.id);
}
