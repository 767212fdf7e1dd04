import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';

const LIMIT = 2048;
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

/** Text that no database can make shorter. */
const noise = (bytes: number) => randomBytes(bytes).toString('hex').slice(0, bytes);

async function post(path: string, body: object) {
  const response = await server.scim(path, {
    method: 'POST',
    headers: { 'content-type': 'application/scim+json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: Object(await response.json()) };
}

const user = (more: object) => post('/Users', { schemas: [USER], userName: noise(20), ...more });

describe('E4 what is looked up fits an index, and what does not is refused', () => {
  it.each<[string, string, (value: string) => Promise<{ status: number; body: object }>]>([
    ['userName', '/Users?filter=userName eq', (value) => user({ userName: value })],
    ['externalId', '/Users?filter=externalId eq', (value) => user({ externalId: value })],
    ['displayName', '/Users?filter=displayName eq', (value) => user({ displayName: value })],
    ['emails.value', '/Users?filter=emails.value eq', (value) => user({ emails: [{ value }] })],
    [
      'phoneNumbers.value',
      '/Users?filter=phoneNumbers.value eq',
      (value) => user({ phoneNumbers: [{ value }] }),
    ],
    [
      'displayName',
      '/Groups?filter=displayName eq',
      (value) => post('/Groups', { schemas: [GROUP], displayName: value }),
    ],
  ])('%s (%s): n is found, n + 1 is 400', async (attribute, filter, create) => {
    const value = noise(LIMIT);
    expect((await create(value)).status).toBe(201);
    const found = await server.scim(encodeURI(`${filter} "${value}"`));
    expect(Object(await found.json()).totalResults).toBe(1);
    const refused = await create(noise(LIMIT + 1));
    expect(refused).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
    expect(Object(refused.body).detail).toContain(
      `${attribute}: the value is longer than ${LIMIT}`,
    );
  });

  it('counts bytes after folding, which can make a text longer', async () => {
    // One character that folds to eighteen.
    expect((await user({ externalId: 'é'.repeat(LIMIT / 2) })).status).toBe(201);
    expect((await user({ externalId: 'é'.repeat(LIMIT / 2 + 1) })).status).toBe(400);
    const long = await user({ userName: '\ufdfa'.repeat(200) });
    expect([201, 400]).toContain(long.status);
  });
});
