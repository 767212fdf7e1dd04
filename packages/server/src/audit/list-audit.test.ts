import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type Tenant, type TestServer } from '../../../../test/support/server.ts';
import { createMember } from '../members/index.ts';
import { type AuditRecord, type AuditSearch, listAudit } from './index.ts';

let server: TestServer;
let other: Tenant;
let now = Date.parse('2026-03-01T00:00:00.000Z');
let memberId: string;
let userId: string;

const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString();

beforeAll(async () => {
  const start = now;
  server = await startServer({ clock: () => new Date(now) });
  other = await server.addTenant({ name: 'Other' });
  now += 60 * 60_000;
  const context = {
    organizationId: server.organization.id,
    actor: { kind: 'cli', id: 'ops' } as const,
    at: new Date(now).toISOString(),
  };
  const input = { email: 'Jane@acme.test', orgAdmin: false, emailProven: true };
  memberId = (await createMember(server.app, context, input)).id;
  now += 60 * 60_000;
  const made = await send('POST', '/Users', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: 'Ünì',
    title: 'Nurse',
  });
  userId = made.id;
  await send('PATCH', `/Users/${userId}`, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', path: 'title', value: 'Doctor' }],
  });
  now = start;
});
afterAll(() => server.close());

async function send(method: string, path: string, body: object): Promise<{ id: string }> {
  const headers = { 'content-type': 'application/scim+json' };
  const response = await server.scim(path, { method, headers, body: JSON.stringify(body) });
  return (await response.json()) as { id: string };
}

async function all(search: AuditSearch = {}): Promise<AuditRecord[]> {
  const found: AuditRecord[] = [];
  let before: number | undefined;
  do {
    const page = await listAudit(server.app.reader, server.organization.id, { ...search, before });
    found.push(...page.rows);
    before = page.next ?? undefined;
  } while (before !== undefined);
  return found;
}
const actions = async (search: AuditSearch) => (await all(search)).map(({ action }) => action);

describe('ASVS 16.2: the audit log tells who changed what, from what to what', () => {
  it('newest first, page by page, and only of the organisation', async () => {
    const records = await all();
    const seqs = records.map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, n) => seqs.length - n));
    expect(await all({ limit: 2 })).toEqual(records);
    expect(records.map(({ subjectId }) => subjectId)).not.toContain(other.organization.id);
    expect(records[0]).toMatchObject({
      action: 'user.updated',
      subjectType: 'User',
      subjectId: userId,
      actor: expect.stringMatching(/^token:/),
      detail: { old: { title: 'Nurse' }, new: { title: 'Doctor' } },
    });
  });

  it('by actor, action, subject, text and time', async () => {
    expect(await actions({ actor: 'cli:ops' })).toEqual(['member.created']);
    expect(await actions({ action: 'user' })).toEqual(['user.updated', 'user.created']);
    expect(await actions({ action: 'user.created' })).toEqual(['user.created']);
    expect(await actions({ action: 'use' })).toEqual([]);
    expect(await actions({ subjectIds: [userId, memberId] })).toEqual([
      ...['user.updated', 'user.created', 'member.created'],
    ]);
    expect(await actions({ text: 'jane@ACME' })).toEqual(['member.created']);
    expect(await actions({ text: 'nurse' })).toEqual(['user.updated', 'user.created']);
    expect(await actions({ since: at(60), until: at(61) })).toEqual(['member.created']);
    expect(await actions({ since: at(121) })).toEqual([]);
    expect(await actions({ until: at(0) })).toEqual([]);
  });
});
