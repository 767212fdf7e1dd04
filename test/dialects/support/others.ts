/** Clients whose requests need no more than their headers. */
import { PATCH_OP } from '../../support/scim-suite/client.ts';
import type { TestServer } from '../../support/server.ts';
import type { Body } from './expect.ts';
import { openWire, type Wire } from './wire.ts';

const bearer = (server: TestServer, agent: string) => ({
  authorization: `Bearer ${server.token}`,
  'user-agent': agent,
});

export const openOneLogin = (server: TestServer): Wire =>
  openWire(server, {
    contentType: 'application/json',
    headers: { ...bearer(server, 'OneLogin'), accept: 'application/json' },
  });

export const openJumpCloud = (server: TestServer): Wire =>
  openWire(server, {
    contentType: 'application/json; charset=UTF-8',
    headers: { ...bearer(server, 'jumpcloud'), accept: 'application/scim+json, application/json' },
  });

export const openPing = (server: TestServer): Wire =>
  openWire(server, {
    contentType: 'application/json',
    headers: { ...bearer(server, 'Jersey'), accept: '*/*' },
  });

export const openAuthentik = (server: TestServer): Wire =>
  openWire(server, {
    contentType: 'application/scim+json',
    headers: { ...bearer(server, 'goauthentik.io'), accept: 'application/scim+json' },
  });

/** curl, and whatever else sends next to nothing. */
export const openCurl = (server: TestServer): Wire =>
  openWire(server, {
    contentType: 'application/json',
    headers: { ...bearer(server, 'curl/8.5.0'), accept: '*/*' },
  });

/** One operation for each member, or one with several. */
export const changeMembers = (op: 'add' | 'remove', ...users: Body[]) => ({
  schemas: [PATCH_OP],
  Operations: [{ op, path: 'members', value: users.map(({ id }) => ({ value: id })) }],
});

/** One `replace` for each attribute. */
export const replaceEach = (attributes: Readonly<Record<string, unknown>>) => ({
  schemas: [PATCH_OP],
  Operations: Object.entries(attributes).map(([path, value]) => ({ op: 'replace', path, value })),
});
