import type { LoadPlan } from './load.ts';

/** What the benchmark knows about the seeded data. */
export interface Seeded {
  readonly token: string;
  readonly userIds: readonly string[];
  readonly userNames: readonly string[];
  readonly smallGroup: string;
  readonly largeGroup: string;
  /** Users that are in neither group. */
  readonly outsiders: readonly string[];
}

export interface Scenario {
  readonly name: string;
  /** The target in words. */
  readonly target: string;
  readonly measure: 'requests' | 'latency';
  readonly plan: Omit<LoadPlan, 'ports' | 'token' | 'seconds'>;
}

const BASE = '/v1/scim/v2';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
/** Members of the large group, where there are so many users. */
export const LARGE_GROUP = 100_000;
const PAGE = 100;
/** Five terms, none indexed, none true, so that each row is looked at with every one. */
const UNINDEXED =
  'title co "zz1" or nickName eq "zz2" or userType eq "zz3" or preferredLanguage eq "zz4" or name.familyName eq "zz5"';

export function scenarios(seeded: Seeded): readonly Scenario[] {
  const read = { method: 'GET', connections: 32, status: 200 };
  const users = seeded.userIds.length;
  const largeSize = Math.min(users, LARGE_GROUP);
  const lookups = seeded.userNames.map(
    (name) => `${BASE}/Users?filter=${encodeURIComponent(`userName eq "${name}"`)}`,
  );
  return [
    {
      name: 'GET /Users/{id}',
      target: '≥ 60 % of bare',
      measure: 'requests',
      plan: { ...read, paths: seeded.userIds.map((id) => `${BASE}/Users/${id}`) },
    },
    {
      name: 'userName eq',
      target: '≥ 50 % of bare',
      measure: 'requests',
      plan: { ...read, paths: lookups },
    },
    {
      name: 'POST /Users, durable',
      target: '≥ 50 % of bare',
      measure: 'requests',
      plan: {
        method: 'POST',
        connections: 32,
        status: 201,
        paths: [`${BASE}/Users`],
        bodies: [newUser()],
      },
    },
    memberChanges('group of 100', seeded.smallGroup, seeded.outsiders),
    memberChanges(`group of ${counted(largeSize)}`, seeded.largeGroup, seeded.outsiders),
    page(1),
    page(Math.min(1000, Math.floor(users / PAGE))),
    {
      name: 'five terms, unindexed',
      target: '≤ 100 ms for 100,000 users (1 s for 1 M)',
      measure: 'latency',
      plan: {
        ...read,
        connections: 1,
        paths: [`${BASE}/Users?filter=${encodeURIComponent(UNINDEXED)}`],
      },
    },
  ];
}

function page(number: number): Scenario {
  const startIndex = (number - 1) * PAGE + 1;
  return {
    name: `page ${counted(number)} of ${PAGE}`,
    target: 'the last page ≤ 2× the first',
    measure: 'latency',
    plan: {
      method: 'GET',
      connections: 4,
      status: 200,
      paths: [`${BASE}/Users?startIndex=${startIndex}&count=${PAGE}`],
    },
  };
}

function memberChanges(where: string, group: string, outsiders: readonly string[]): Scenario {
  const bodies = outsiders.flatMap((id) => [
    patch({ op: 'add', path: 'members', value: [{ value: id }] }),
    patch({ op: 'remove', path: `members[value eq "${id}"]` }),
  ]);
  return {
    name: `add/remove 1 member, ${where}`,
    target: 'p99 ≤ 10 ms, ≤ 1.5× that of 100',
    measure: 'latency',
    plan: {
      method: 'PATCH',
      connections: 4,
      status: 204,
      paths: [`${BASE}/Groups/${group}`],
      bodies,
    },
  };
}

function counted(number: number): string {
  return number.toLocaleString('en');
}

function patch(operation: object): string {
  return JSON.stringify({ schemas: [PATCH_OP], Operations: [operation] });
}

/** A user as Okta sends one; `{n}` makes it unique. */
export function newUser(): string {
  return JSON.stringify({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: 'bench-{n}@example.test',
    name: { givenName: 'Given{n}', familyName: 'Family{n}' },
    emails: [{ primary: true, value: 'bench-{n}@example.test', type: 'work' }],
    displayName: 'Given{n} Family{n}',
    title: 'Engineer {n}',
    nickName: 'nick{n}',
    userType: 'Employee',
    preferredLanguage: 'en',
    locale: 'en-US',
    externalId: '00u{n}',
    groups: [],
    password: 'bench-{n}',
    active: true,
  });
}
