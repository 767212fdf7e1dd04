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
  readonly plan: Omit<LoadPlan, 'port' | 'token' | 'seconds'>;
}

const BASE = '/v1/scim/v2';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
/** Five terms, none indexed, none true, so that each row is looked at with every one. */
const UNINDEXED =
  'title co "zz1" or nickName eq "zz2" or userType eq "zz3" or preferredLanguage eq "zz4" or name.familyName eq "zz5"';

export function scenarios(seeded: Seeded): readonly Scenario[] {
  const read = { method: 'GET', connections: 32, status: 200 };
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
    memberChanges('add/remove 1 member, group of 100', seeded.smallGroup, seeded.outsiders),
    memberChanges('add/remove 1 member, group of 100,000', seeded.largeGroup, seeded.outsiders),
    page('page 1 of 100', 1),
    page('page 1,000 of 100', 99_901),
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

function page(name: string, startIndex: number): Scenario {
  return {
    name,
    target: 'the last page ≤ 2× the first',
    measure: 'latency',
    plan: {
      method: 'GET',
      connections: 4,
      status: 200,
      paths: [`${BASE}/Users?startIndex=${startIndex}&count=100`],
    },
  };
}

function memberChanges(name: string, group: string, outsiders: readonly string[]): Scenario {
  const bodies = outsiders.flatMap((id) => [
    patch({ op: 'add', path: 'members', value: [{ value: id }] }),
    patch({ op: 'remove', path: `members[value eq "${id}"]` }),
  ]);
  return {
    name,
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
