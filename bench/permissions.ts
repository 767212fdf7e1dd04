/**
 * What members may do, asked over the operator's API: members in three of 1,000 groups each, every group
 * with a role on one of 100 entry points.
 */
import { join } from 'node:path';
import { rollcall, type ServerProcess, startProcess } from '../test/support/process.ts';
import type { LoadPlan } from './load.ts';
import { figures, inTurns, SECONDS, USERS } from './measure.ts';
import { startCluster } from './postgres/cluster.ts';
import type { Scenario } from './scenarios.ts';
import { createGroup, createUsers, LIMITS_OFF, makeToken, sender } from './seed.ts';

const GROUPS = 1000;
const GROUPS_EACH = 3;
const ENTRY_POINTS = 100;
const ROLES = ['viewer', 'contributor', 'reporter', 'approver', 'admin'];
/** Questions of one request, where there are many. */
const QUESTIONS = 100;
const PATH = '/v1/operator/organizations/bench';

export async function benchPermissions(directory: string, isPostgres: boolean): Promise<void> {
  const cluster = isPostgres ? await startCluster(directory) : undefined;
  const place = cluster === undefined ? [] : ['--database-url', cluster.url];
  const data = join(directory, 'data');
  const run = (...words: string[]) => rollcall(data, ...words, ...place);
  const token = await makeToken(run);
  const key = textOf(await run('operator-key', 'create', '--name', 'bench'), 'key');
  const server = await startProcess(data, ...LIMITS_OFF, ...place);
  try {
    const origin = new URL(server.baseUrl).origin;
    await fill(server, token, sender(origin, key, 'application/json'));
    const members = (await run('member', 'list', '--organization', 'bench')) as { id: string }[];
    await cluster?.query('vacuum analyze', 'rollcall');
    console.log(`\n${USERS} users, ${SECONDS} s a run, ${isPostgres ? 'PostgreSQL' : 'SQLite'}\n`);
    console.log('| Work | |\n|---|---|');
    for (const scenario of scenarios(members.map(({ id }) => id))) {
      const [result] = await inTurns(scenario, key, [{ servers: [server] }], 'free');
      if (result !== undefined) console.log(`| ${scenario.name} | ${figures(result)} |`);
    }
  } finally {
    await server.stop();
    await cluster?.close();
  }
}

async function fill(
  { baseUrl }: ServerProcess,
  token: string,
  operator: ReturnType<typeof sender>,
): Promise<void> {
  console.log(`Seeding ${USERS} users in ${GROUPS} groups over SCIM …`);
  for (let n = 0; n < ENTRY_POINTS; n++) {
    await operator('PUT', `${PATH}/entry-points/e${n}`, JSON.stringify({ name: `Part ${n}` }));
  }
  const scim = sender(baseUrl, token);
  const { ids } = await createUsers(scim, USERS);
  const size = Math.ceil((USERS * GROUPS_EACH) / GROUPS);
  for (let n = 0; n < GROUPS; n++) {
    const from = Math.floor((n * USERS) / GROUPS);
    const members = Array.from({ length: size }, (_, i) => ids[(from + i) % ids.length] ?? '');
    const id = await createGroup(scim, `Group ${n}`, members);
    const grant = {
      entryPoint: `e${n % ENTRY_POINTS}`,
      role: ROLES[n % ROLES.length],
      subject: { kind: 'group', id },
    };
    await operator('PUT', `${PATH}/grants`, JSON.stringify(grant));
  }
}

function scenarios(members: readonly string[]): readonly Scenario[] {
  const question = (member: string, n: number) => ({
    subject: { type: 'member', id: member },
    action: { name: ROLES[n % ROLES.length] },
    resource: { type: 'entry_point', id: `e${n % ENTRY_POINTS}` },
  });
  const some = members.filter((_, n) => n % Math.ceil(members.length / 1000) === 0);
  const post: Omit<LoadPlan, 'ports' | 'token' | 'seconds' | 'paths'> = {
    method: 'POST',
    connections: 16,
    status: 200,
    mediaType: 'application/json',
  };
  const batches = some.slice(0, 50).map((_, at) => ({
    evaluations: Array.from({ length: QUESTIONS }, (_, n) =>
      question(some[(at * QUESTIONS + n) % some.length] ?? '', n),
    ),
  }));
  const common = { target: '', measure: 'requests' } as const;
  return [
    {
      name: 'one question',
      ...common,
      plan: {
        ...post,
        paths: [`${PATH}/access/v1/evaluation`],
        bodies: some.map((member, n) => JSON.stringify(question(member, n))),
      },
    },
    {
      name: `${QUESTIONS} questions about as many members`,
      ...common,
      plan: {
        ...post,
        paths: [`${PATH}/access/v1/evaluations`],
        bodies: batches.map((batch) => JSON.stringify(batch)),
      },
    },
    {
      name: 'all permissions of a member, with reasons',
      ...common,
      plan: {
        method: 'GET',
        connections: 16,
        status: 200,
        paths: some.map((member) => `${PATH}/members/${member}/permissions`),
      },
    },
  ];
}

function textOf(value: unknown, name: string): string {
  return String(Reflect.get(Object(value), name));
}
