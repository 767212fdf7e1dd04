/** What Microsoft Entra ID sends. */
import { ENTERPRISE, GROUP, PATCH_OP, USER } from '../../support/scim-suite/client.ts';
import type { TestServer } from '../../support/server.ts';
import type { Answer, Body } from './expect.ts';
import { openWire, percent, plus, type Wire } from './wire.ts';

const ADSCIM_GROUP = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';

/** How Entra writes PATCH: by default, or with `?aadOptscim062020` on the tenant URL. */
export type FlagMode = 'default' | 'aadOptscim062020';

export interface Entra extends Wire {
  testConnection(): Promise<Answer>;
  findUser(attribute: string, value: string): Promise<Answer>;
  findGroup(name: string): Promise<Answer>;
  readGroup(id: string): Promise<Answer>;
  patchUser(id: string, ...operations: object[]): Promise<Answer>;
  patchGroup(id: string, ...operations: object[]): Promise<Answer>;
}

export function openEntra(server: TestServer, token = server.token): Entra {
  const wire = openWire(server, {
    contentType: 'application/scim+json; charset=utf-8',
    headers: { authorization: `Bearer ${token}`, accept: 'application/scim+json' },
  });
  return {
    ...wire,
    testConnection: () =>
      wire.get(`/Users?filter=${percent(`userName eq "${crypto.randomUUID()}"`)}`),
    findUser: (attribute, value) =>
      wire.get(`/Users?filter=${percent(`${attribute} eq "${value}"`)}`),
    findGroup: (name) =>
      wire.get(`/Groups?excludedAttributes=members&filter=${percent(`displayName eq "${name}"`)}`),
    readGroup: (id) => wire.get(`/Groups/${id}?excludedAttributes=members`),
    patchUser: (id, ...list) => wire.patch(`/Users/${id}`, patch(...list)),
    patchGroup: (id, ...list) => wire.patch(`/Groups/${id}`, patch(...list)),
  };
}

/** The validator writes filters with `+` for a space. */
export const validatorFilter = (type: string, attribute: string, value: string) =>
  `/${type}?filter=${attribute}+eq+${plus(`"${value}"`)}`;

export const patch = (...list: object[]) => ({ schemas: [PATCH_OP], Operations: list });

export function newUser(alias: string, attributes: object = {}) {
  return {
    schemas: [USER, ENTERPRISE],
    externalId: `mail-${alias}`,
    userName: `${alias}@entra.test`,
    active: true,
    displayName: null,
    emails: [{ primary: true, type: 'work', value: `${alias}@entra.test` }],
    meta: { resourceType: 'User' },
    name: { formatted: `Given ${alias}`, familyName: alias, givenName: 'Given' },
    roles: [],
    [ENTERPRISE]: { department: null, employeeNumber: '701984' },
    ...attributes,
  };
}

export function newGroup(displayName: string) {
  return {
    schemas: [GROUP, ADSCIM_GROUP],
    externalId: `object-${displayName}`,
    displayName,
    meta: { resourceType: 'Group' },
  };
}

export const addMember = (...users: Body[]) => ({
  op: 'Add',
  path: 'members',
  value: users.map(member),
});

/** By default Entra lists whom it removes; with the flag it filters. */
export const removeMember = (mode: FlagMode, user: Body) =>
  mode === 'default'
    ? { op: 'Remove', path: 'members', value: [member(user)] }
    : { op: 'remove', path: `members[value eq "${user.id}"]` };

export const setActive = (mode: FlagMode, active: boolean) =>
  mode === 'default'
    ? { op: 'Replace', path: 'active', value: active ? 'True' : 'False' }
    : { op: 'replace', path: 'active', value: active };

const member = (user: Body) => ({ $ref: null, value: user.id });
