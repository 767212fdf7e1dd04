/** The operator's API and the few SCIM requests that the tests of permissions make. */
import { createOperatorKey } from '../../packages/server/src/operators/index.ts';
import type { TestServer } from '../support/server.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes.
  readonly body: any;
  readonly headers: Headers;
}

export interface Clients {
  readonly operatorKey: string;
  /** A request of the operator to any node; the path is under the organisation. */
  operator(method: string, path: string, body?: unknown): Promise<Answer>;
  /** A SCIM request to any node. */
  scim(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Creates a user; resolves with its id. */
  user(userName: string): Promise<string>;
  /** Creates a group with these members; resolves with its id. */
  group(displayName: string, members?: readonly string[]): Promise<string>;
  /** PATCH with one operation. */
  patch(path: string, operation: object): Promise<Answer>;
  /** The member that a user is linked to. */
  memberOf(userId: string): Promise<string>;
  /** Whether a member has a role; the decision alone. */
  may(memberId: string, role: string, entryPoint: string): Promise<boolean>;
}

export async function clientsOf(server: TestServer): Promise<Clients> {
  const { key } = await createOperatorKey(server.app, 'test', null);
  const about = `/v1/operator/organizations/${server.organization.slug}`;
  const operator: Clients['operator'] = (method, path, body) =>
    send(nodeUrl(server) + about + path, method, `Bearer ${key}`, 'application/json', body);
  const scim: Clients['scim'] = (method, path, body) =>
    send(
      server.anyBaseUrl() + path,
      method,
      `Bearer ${server.token}`,
      'application/scim+json',
      body,
    );
  const create = async (path: string, resource: object) => {
    const { status, body } = await scim('POST', path, resource);
    if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
    return String(body.id);
  };
  return {
    operatorKey: key,
    operator,
    scim,
    user: (userName) => create('/Users', { schemas: [USER], userName }),
    group: (displayName, members = []) =>
      create('/Groups', {
        schemas: [GROUP],
        displayName,
        members: members.map((value) => ({ value })),
      }),
    patch: (path, operation) =>
      scim('PATCH', path, { schemas: [PATCH_OP], Operations: [operation] }),
    async memberOf(userId) {
      const [row] = (await server.app.reader.dynamic(
        {
          sql: `select member_id from link where organization_id = '${server.organization.id}' and user_id = '${userId}'`,
          parameters: [],
        },
        server.organization.id,
      )) as { member_id: string }[];
      return String(row?.member_id);
    },
    async may(memberId, role, entryPoint) {
      const { body } = await operator('POST', '/access/v1/evaluation', {
        subject: { type: 'member', id: memberId },
        action: { name: role },
        resource: { type: 'entry_point', id: entryPoint },
      });
      return body.decision;
    },
  };
}

/** Any node, without the path of SCIM. */
function nodeUrl(server: TestServer): string {
  return new URL(server.anyBaseUrl()).origin;
}

async function send(
  url: string,
  method: string,
  authorization: string,
  type: string,
  body: unknown,
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { authorization, ...(body === undefined ? {} : { 'content-type': type }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed = text === '' ? undefined : JSON.parse(text);
  return { status: response.status, body: parsed, headers: response.headers };
}
