import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../../../test/support/server.ts';
import { embedded } from '../cli/commands/embedded.ts';
import { deleteOrganization, ORGANIZATION_TABLES } from './delete-organization.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await server.close();
  rmSync(server.data, { recursive: true, force: true });
});

/** Tables that are global by nature. */
const GLOBAL_TABLES = ['organization', 'plan'];

describe('design.md §4, organisation first', () => {
  it('every key and unique index begins with the organisation, but for the global tables', () => {
    const { main } = embedded(server.app);
    const tables = main
      .prepare<[], { name: string }>("select name from sqlite_master where type = 'table'")
      .all()
      .map(({ name }) => name)
      .filter((name) => !GLOBAL_TABLES.includes(name));
    for (const table of tables) {
      const indexes = main.pragma(`index_list(${table})`) as { name: string; unique: number }[];
      expect(indexes.length, table).toBeGreaterThan(0);
      for (const { name } of indexes) {
        const [first] = main.pragma(`index_info(${name})`) as { name: string }[];
        expect(first?.name, `${table} ${name}`).toBe('organization_id');
      }
    }
    expect(tables.toSorted()).toEqual([...ORGANIZATION_TABLES].sort());
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
    const count = (id: string) =>
      ORGANIZATION_TABLES.map(
        (table) =>
          embedded(server.app)
            .main.prepare<[string], { rows: number }>(
              `select count(*) as rows from ${table} where organization_id = ?`,
            )
            .get(id)?.rows,
      );
    const before = count(stays.organization.id);
    await deleteOrganization(server.app, 'gone', 'gone');
    await server.app.registry.refresh(gone.organization.id);
    expect(count(gone.organization.id)).toEqual(ORGANIZATION_TABLES.map(() => 0));
    expect(count(stays.organization.id)).toEqual(before);
    const refused = await server.scim('/Users', {
      headers: { authorization: `Bearer ${gone.token}` },
    });
    expect(refused.status).toBe(401);
  });
});
