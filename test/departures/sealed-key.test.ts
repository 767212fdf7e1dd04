/** The key of receipts lies in the database sealed, where the service has a key outside of it. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { doctor } from '../../packages/server/src/cli/commands/doctor.ts';
import {
  findReceipt,
  listReceipts,
  receiptKeys,
  sealSigningKeys,
  signingWith,
  verifyReceipt,
} from '../../packages/server/src/departures/index.ts';
import { createMember, deactivateMember } from '../../packages/server/src/members/index.ts';
import { createSecrets, type Secrets } from '../../packages/server/src/secrets/index.ts';
import { contextOf } from '../accounts/support.ts';
import { command } from '../support/command.ts';
import { placesWith, rowsOf } from '../support/rows.ts';
import { startServer, type TestServer } from '../support/server.ts';

const KEY = Buffer.alloc(32, 3);
const keyed = (...secretKeys: Buffer[]) => createSecrets({ secretKeys, directory: undefined });

let server: TestServer;
let people = 0;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

/** The service, with keys of its own. */
function withKeys(secrets: Secrets) {
  const { app } = server;
  return { ...app, secrets, writer: signingWith(app.writer, secrets) };
}

/** Somebody leaves; the id of the key of their receipt, which verifies. */
async function departure(app: ReturnType<typeof withKeys>): Promise<string> {
  people += 1;
  const context = contextOf(server, server);
  const email = `leaver-${people}@acme.test`;
  const { id } = await createMember(app, context, { email, orgAdmin: false, emailProven: true });
  await deactivateMember(app, context, id);
  const organizationId = server.organization.id;
  const [row] = (await rowsOf<{ id: string }>(
    server,
    `select id from receipt where member_id = '${id}'`,
  )) as [{ id: string }];
  const { jws } = await findReceipt(app.reader, organizationId, row.id);
  expect(verifyReceipt(jws, await receiptKeys(app.reader)).memberId).toBe(id);
  return String(JSON.parse(Buffer.from(jws.split('.')[0] ?? '', 'base64url').toString()).kid);
}

const receiptsCheck = async (app: ReturnType<typeof withKeys>) =>
  (await doctor(app)).checks.find(({ name }) => name === 'receipts');

it('one from before is sealed when there is a key, and signs on; without it, another one does', async () => {
  const none = withKeys(keyed());
  const plain = await departure(none);
  expect((await placesWith(server, 'BEGIN PRIVATE KEY')).length).toBeGreaterThan(0);
  expect(await sealSigningKeys(none)).toEqual({ sealed: 0, unopened: [] });

  const own = withKeys(keyed(KEY));
  expect(await sealSigningKeys(own)).toEqual({ sealed: 1, unopened: [] });
  expect(await sealSigningKeys(own)).toEqual({ sealed: 0, unopened: [] });
  expect(await placesWith(server, 'BEGIN PRIVATE KEY')).toEqual([]);
  expect(await departure(own)).toBe(plain);
  expect(await receiptsCheck(own)).toMatchObject({ ok: true });

  // Nobody stays because a key is missing.
  const lost = withKeys(keyed(randomBytes(32)));
  expect(await sealSigningKeys(lost)).toEqual({ sealed: 0, unopened: [plain] });
  const other = await departure(lost);
  expect(other).not.toBe(plain);
  expect(await departure(lost)).toBe(other);
  expect(await receiptsCheck(lost)).toMatchObject({
    ok: false,
    message: expect.stringContaining('Bring the key back'),
  });
  expect(await placesWith(server, 'BEGIN PRIVATE KEY')).toEqual([]);
  const all = await listReceipts(server.app.reader, server.organization.id, {
    ...{ after: '', limit: 100 },
  });
  expect(all.length).toBe(people);
});

it('sso reseal takes it along', async () => {
  const fresh = randomBytes(32);
  const other = withKeys(keyed(KEY));
  const id = await departure(other);
  const both = { ...server, app: withKeys(keyed(fresh, KEY)) };
  await expect(command(both, 'sso reseal', {})).rejects.toThrow('bring the key back');
  expect(await departure(withKeys(keyed(fresh)))).toBe(id);
});
