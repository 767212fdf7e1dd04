import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAccount, addPerson, contextOf, signedIn } from '../../../../test/accounts/support.ts';
import { ownedTables, rowsOf } from '../../../../test/support/rows.ts';
import { startServer, type TestServer } from '../../../../test/support/server.ts';
import { ORGANIZATION_TABLES } from '../db/index.ts';
import { createMember } from '../members/index.ts';
import { deleteOrganization } from './delete-organization.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await server.close();
  rmSync(server.data, { recursive: true, force: true });
});

describe('design.md §4, organisation first', () => {
  it('every table that has an organisation is known to its deletion', async () => {
    expect(await ownedTables(server)).toEqual(
      expect.arrayContaining([...ORGANIZATION_TABLES].sort()),
    );
  });

  it('deleting an organisation leaves nothing of it, and all of the others', async () => {
    const gone = await server.addTenant({ name: 'Gone' });
    const stays = await server.addTenant({ name: 'Stays' });
    for (const { token } of [gone, stays]) {
      const response = await server.scim('/Users', {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
        body: JSON.stringify({
          schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
          userName: 'ann',
        }),
      });
      expect(response.status).toBe(201);
    }
    // Of Ann, who is in both, and of Gus, who is in one alone.
    const ann = await addPerson(server, gone, 'ann@both.test');
    const again = { email: ann.email, orgAdmin: false, emailProven: true };
    const { id: there } = await createMember(server.app, contextOf(server, stays), again);
    await addAccount(server, stays, ann.email, there);
    const gus = await addPerson(server, gone, 'gus@gone.test');
    await signedIn(server, ann, 'gone');
    const browser = await signedIn(server, ann, 'stays');
    await signedIn(server, gus);
    await server.app.activity.flush();
    // That it changed, other nodes have to hear after it is gone.
    const tables = (await ownedTables(server)).filter((table) => table !== 'registry_change');
    const count = (id: string) =>
      Promise.all(
        tables.map(async (table) => {
          const sql = `select count(*) as rows from ${table} where organization_id = '${id}'`;
          return (await rowsOf<{ rows: number }>(server, sql))[0]?.rows;
        }),
      );
    const before = await count(stays.organization.id);
    await deleteOrganization(server.app, 'gone', 'gone');
    await server.app.registry.refresh(gone.organization.id);
    expect(await count(gone.organization.id)).toEqual(tables.map(() => 0));
    expect(await count(stays.organization.id)).toEqual(before);
    const accounts = await rowsOf<{ email: string }>(server, 'select email from account');
    expect(accounts.map(({ email }) => email)).toEqual([ann.email]);
    expect((await browser.call('GET', '/me')).status).toBe(200);
    const refused = await server.scim('/Users', {
      headers: { authorization: `Bearer ${gone.token}` },
    });
    expect(refused.status).toBe(401);
  });
});
