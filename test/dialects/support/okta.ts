/** What Okta sends: the SCIM 2.0 Test App, and apps of the App Integration Wizard. */
import { GROUP, PATCH_OP, USER } from '../../support/scim-suite/client.ts';
import type { TestServer } from '../../support/server.ts';
import type { Answer, Body } from './expect.ts';
import { openWire, percent, type Wire } from './wire.ts';

export interface OktaPerson {
  readonly login: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly oktaId: string;
  readonly active?: boolean;
}

export const ADA: OktaPerson = {
  login: 'Ada.Lovelace@okta.test',
  firstName: 'Ada',
  lastName: 'Lovelace',
  oktaId: '00u1ada0000000000xyz',
};

export const GRACE: OktaPerson = {
  login: 'grace.hopper@okta.test',
  firstName: 'Grace',
  lastName: 'Hopper',
  oktaId: '00u2grace00000000xyz',
};

/** Sent even when password synchronisation is off. */
export const RANDOM_PASSWORD = 'pW-9fQ2-random-by-okta';

export interface Okta extends Wire {
  testCredentials(): Promise<Answer>;
  findUser(login: string): Promise<Answer>;
  createUser(person: OktaPerson): Promise<Answer>;
  /** Reads, lays its own values over what it read, and replaces. */
  pushProfile(id: string, overlay: object): Promise<Answer>;
  findGroup(name: string): Promise<Answer>;
  importPage(type: 'Users' | 'Groups', startIndex: number): Promise<Answer>;
}

/** @param authorization The header as the administrator typed it. */
export function openOkta(server: TestServer, authorization: string): Okta {
  const wire = openWire(server, {
    contentType: 'application/scim+json; charset=utf-8',
    contentTypeAlways: true,
    headers: {
      authorization,
      'user-agent': 'Okta SCIM Client 1.0.0',
      accept: 'application/scim+json',
      'accept-charset': 'utf-8',
      'accept-encoding': 'gzip,deflate',
    },
  });
  const find = (type: string, filter: string) =>
    wire.get(`/${type}?filter=${percent(filter)}&startIndex=1&count=100`);
  return {
    ...wire,
    testCredentials: () => wire.get('/Users?startIndex=1&count=2'),
    findUser: (login) => find('Users', `userName eq "${login}"`),
    createUser: (person) => wire.post('/Users', newUser(person)),
    async pushProfile(id, overlay) {
      const { body } = await wire.get(`/Users/${id}`);
      return wire.put(`/Users/${id}`, { ...body, ...overlay });
    },
    findGroup: (name) => find('Groups', `displayName eq "${name}"`),
    importPage: (type, startIndex) => wire.get(`/${type}?startIndex=${startIndex}&count=100`),
  };
}

/** The create body, as captured. */
export function newUser({ login, firstName, lastName, oktaId, active = true }: OktaPerson) {
  return {
    schemas: [USER],
    userName: login,
    name: { givenName: firstName, familyName: lastName },
    emails: [{ primary: true, value: login, type: 'work' }],
    displayName: `${firstName} ${lastName}`,
    locale: 'en-US',
    externalId: oktaId,
    groups: [],
    password: RANDOM_PASSWORD,
    active,
  };
}

export const setActive = (active: boolean) => operations({ op: 'replace', value: { active } });

export const syncPassword = (password: string) =>
  operations({ op: 'replace', value: { password } });

export const newGroup = (displayName: string) => ({
  schemas: [GROUP],
  displayName,
  members: [],
});

export const renameGroup = (id: string, displayName: string) =>
  operations({ op: 'replace', value: { id, displayName } });

export const addMembers = (...users: Body[]) => ({
  op: 'add',
  path: 'members',
  value: users.map(member),
});

export const removeMember = (user: Body) => ({
  op: 'remove',
  path: `members[value eq "${user.id}"]`,
});

/** Push Now. */
export const replaceMembers = (...users: Body[]) =>
  operations({ op: 'replace', path: 'members', value: users.map(member) });

export const member = (user: Body) => ({ value: user.id, display: user.userName });

export const operations = (...list: object[]) => ({ schemas: [PATCH_OP], Operations: list });
