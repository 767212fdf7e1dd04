/** walkthrough 1.2, 1.3: what an organisation has is its plan, which the operator sets by command. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '../../packages/server/src/core.ts';
import { createMember } from '../../packages/server/src/members/index.ts';
import { createOrganization } from '../../packages/server/src/organizations/index.ts';
import { contextOf } from '../accounts/support.ts';
import { command } from '../support/command.ts';
import { TEST_DATABASE } from '../support/postgres.ts';
import { rowsOf } from '../support/rows.ts';
import { startNode, startServer, type TestNode, type TestServer } from '../support/server.ts';

/** How long another node may take to hear of it, milliseconds. */
const WITHIN_MS = 1000;
const CLI = Object.freeze({ kind: 'cli', id: 'test' } as const);

let server: TestServer;
let other: TestNode | undefined;
beforeAll(async () => {
  server = await startServer({ plan: 'team' });
  other = TEST_DATABASE === 'postgres' ? await startNode(server) : undefined;
});
afterAll(async () => {
  await other?.close();
  await server.close();
});

const run = (name: string, input: object) => command(server, `plan ${name}`, input);

/** Resolves when every node answers so. */
async function everywhere(path: string, status: number): Promise<void> {
  const until = Date.now() + WITHIN_MS;
  // The node that was told knows at once.
  expect((await server.scim(path)).status).toBe(status);
  if (other === undefined) return;
  const headers = { authorization: `Bearer ${server.token}` };
  for (;;) {
    const response = await other.scim(path, { headers });
    if (response.status === status) return;
    expect(Date.now()).toBeLessThan(until);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('plans', () => {
  it('there are three to begin with, with how many have them', async () => {
    expect(await run('list', {})).toEqual([
      {
        ...{ id: 'enterprise', name: 'Enterprise', seats: null, organizations: 0 },
        features: ['scim.users', 'scim.groups'],
      },
      { id: 'free', name: 'Free', features: [], seats: null, organizations: 0 },
      { id: 'team', name: 'Team', features: ['scim.users'], seats: null, organizations: 1 },
    ]);
    await expect(run('show', { argument: 'gold' })).rejects.toThrow(
      'Plans: enterprise, free, team',
    );
  });

  it('one that is made can be given at once, by every node', async () => {
    const plan = { argument: 'startup', name: 'Startup', features: 'scim.users', seats: '2' };
    expect(await run('create', plan)).toMatchObject({ id: 'startup', seats: 2, organizations: 0 });
    await expect(run('create', plan)).rejects.toMatchObject({ code: 'conflict' });
    const input = { name: 'New Customer', planId: 'startup' };
    const { id } = await createOrganization(server.app, input, CLI);
    await server.app.registry.refresh(id);
    expect(server.app.registry.organization(id)?.plan.seats).toBe(2);
    if (other === undefined) return;
    await expect.poll(() => other?.app.registry.organization(id)?.plan.id).toBe('startup');
  });

  it('a feature that comes or goes holds from the next request on, on every node', async () => {
    await everywhere('/Groups', 403);
    const more = await run('update', { argument: 'team', features: 'scim.groups,scim.users' });
    expect(more).toMatchObject({ features: ['scim.groups', 'scim.users'], organizations: 1 });
    await everywhere('/Groups', 200);
    await run('update', { argument: 'team', features: 'scim.users' });
    await everywhere('/Groups', 403);
    const records = await rowsOf<{ detail: string; actor: string }>(
      server,
      `select d.detail, e.actor from event e join audit_detail d
        on d.organization_id = e.organization_id and d.seq = e.seq
        where e.type = 'organization.plan_changed' and e.organization_id = '${server.organization.id}'
        order by e.seq`,
    );
    expect(records).toHaveLength(2);
    expect(records[0]?.actor).toBe('cli:test');
    expect(JSON.parse(records[1]?.detail ?? '{}')).toMatchObject({
      old: { id: 'team', features: ['scim.users', 'scim.groups'] },
      new: { features: ['scim.users'] },
    });
    // Nothing changed, nothing is told.
    await run('update', { argument: 'team', features: 'scim.users' });
    const again = await rowsOf(
      server,
      "select seq from event where type = 'organization.plan_changed'",
    );
    expect(again).toHaveLength(2);
  });

  it('fewer seats throw nobody out, and let nobody in', async () => {
    const context = contextOf(server, server);
    const person = (email: string) =>
      createMember(server.app, context, { email, orgAdmin: false, emailProven: true });
    await person('one@acme.test');
    await run('update', { argument: 'team', seats: '1' });
    await expect(person('two@acme.test')).rejects.toThrow('All 1 seats');
    const active = 'select active_members from seat_use';
    expect(await rowsOf(server, `${active} where active_members > 1`)).toHaveLength(1);
    await run('update', { argument: 'team', seats: 'unlimited' });
    await person('two@acme.test');
  });

  it.each([
    ['groups without users', { argument: 'odd', name: 'Odd', features: 'scim.groups' }],
    ['a feature that there is not', { argument: 'odd', name: 'Odd', features: 'scim.people' }],
    ['no seat at all', { argument: 'odd', name: 'Odd', features: 'none', seats: '0' }],
    ['a name of nothing', { argument: 'odd', name: ' ', features: 'none' }],
    ['an id with spaces', { argument: 'An Odd One', name: 'Odd', features: 'none' }],
  ])('%s is refused, and changes nothing', async (_, input) => {
    await expect(run('create', input)).rejects.toThrow(Refusal);
    await expect(run('show', { argument: 'odd' })).rejects.toMatchObject({ code: 'notFound' });
  });

  it('an update that would leave groups without users is refused', async () => {
    await expect(
      run('update', { argument: 'enterprise', features: 'scim.groups' }),
    ).rejects.toThrow('Groups need users');
    await expect(run('update', { argument: 'enterprise' })).rejects.toThrow('at least one');
    await expect(run('update', { argument: 'gold', seats: '5' })).rejects.toThrow('no plan');
  });
});
