/** What an identity provider sends, for tests that need its users and groups to be there. */
import type { TestServer } from './server.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

type Sender = Pick<TestServer, 'scim'>;

/** Creates a user with its userName as e-mail address. Returns its id. */
export function pushUser(to: Sender, userName: string, more: object = {}): Promise<string> {
  const emails = [{ value: userName, type: 'work', primary: true }];
  return create(to, '/Users', { schemas: [USER], userName, emails, ...more });
}

/** Creates a group of users and groups. Returns its id. */
export function pushGroup(
  to: Sender,
  displayName: string,
  members: readonly string[],
  more: object = {},
): Promise<string> {
  const group = { schemas: [GROUP], displayName, members: members.map((value) => ({ value })) };
  return create(to, '/Groups', { ...group, ...more });
}

/** Replaces attributes of a user or group: `/Users/…`. */
export async function change(to: Sender, path: string, value: object): Promise<void> {
  const body = { schemas: [PATCH_OP], Operations: [{ op: 'replace', value }] };
  await send(to, 'PATCH', path, body);
}

async function create(to: Sender, path: string, body: object): Promise<string> {
  const created: unknown = await (await send(to, 'POST', path, body)).json();
  return String(Reflect.get(Object(created), 'id'));
}

async function send(to: Sender, method: string, path: string, body: object): Promise<Response> {
  const response = await to.scim(path, {
    method,
    headers: { 'content-type': 'application/scim+json' },
    body: JSON.stringify(body),
  });
  if (!response.ok)
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response;
}
