import { DIALECT_ENTRIES, ERROR_TABLE, type ErrorName } from '@rollcall/scim';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../../../test/support/server.ts';
import { setConnection } from '../connections/index.ts';
import { setPlan, setSuspended } from '../organizations/index.ts';
import { createToken, listTokens, revokeToken } from '../tokens/index.ts';
import { EXPLANATIONS, explain } from './index.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
/** The row of an error that has no words of its own. */
const ANY = 'any detail';
const NAMES = Object.keys(ERROR_TABLE) as ErrorName[];

describe('promise 10: every error says what happened, why and what to do, on both sides', () => {
  it.each(NAMES)('%s', (name) => {
    const { status, scimType = null } = ERROR_TABLE[name];
    const { error } = explain({ status, scimType, detail: 'of another kind', notes: [] });
    expect(Object.keys(error ?? {})).toEqual(['what', 'why', 'onIdentityProvider', 'here']);
    for (const text of Object.values(error ?? {})) expect(text).toMatch(/^[A-Z].*[.:)]$/);
    // What is said of any detail is looked at after what is said of some.
    const general = EXPLANATIONS.filter((row) => row.error === name && row.words === undefined);
    expect(general).toHaveLength(1);
    expect(EXPLANATIONS.findLast((row) => row.error === name)).toBe(general[0]);
  });

  it('tolerances are explained by their own descriptions', () => {
    const notes = Object.keys(DIALECT_ENTRIES).map((entry) => ({ entry, subject: 'x' }));
    const explained = explain({ status: 200, scimType: null, detail: null, notes });
    expect(explained.error).toBeUndefined();
    expect(explained.notes.map(({ title }) => title)).toEqual(
      Object.values(DIALECT_ENTRIES).map(({ title }) => title),
    );
    expect(explained.notes.every(({ section }) => section !== undefined)).toBe(true);
  });
});

describe('walkthrough 1.2, 1.3, 2.5: each cause of an answer is told apart from the others', () => {
  let server: TestServer;
  let now = Date.now();
  beforeAll(async () => {
    server = await startServer({ clock: () => new Date(now) });
  });
  afterAll(() => server.close());

  const context = () => ({
    organizationId: server.organization.id,
    actor: { kind: 'cli', id: 'test' } as const,
    at: new Date(now).toISOString(),
  });

  /** Sends a request, and tells which words of the table it was explained by; `ANY` for none. */
  async function wordsOf(path: string, init: RequestInit = {}): Promise<string | undefined> {
    await server.app.registry.refresh(server.organization.id);
    const response = await server.scim(path, init);
    await response.body?.cancel();
    const id = response.headers.get('x-request-id') ?? '';
    const row = await server.app.activity.find(undefined, id);
    if (row === undefined) throw new Error(`No row of ${path}: ${response.status}`);
    const { error } = explain(row);
    const found = EXPLANATIONS.find(({ what, why }) => error?.what === what && error.why === why);
    return found === undefined ? undefined : (found.words ?? ANY);
  }
  const as = (authorization: string): RequestInit => ({ headers: { authorization } });
  const post = (body: object, token = server.token): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/scim+json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  const connection = (settings: Parameters<typeof setConnection>[3]) =>
    setConnection(server.app, context(), server.connectionId, settings);

  it('401', async () => {
    const { token } = server;
    expect(await wordsOf('/Users', as(''))).toBe('header is missing');
    expect(await wordsOf('/Users', as(`Bearer bearer ${token}`))).toBe('"Bearer" twice');
    expect(await wordsOf('/Users', as(`Bearer ${token.slice(0, -1)}`))).toBe('mistyped or cut off');
    expect(await wordsOf('/Users', as('Bearer nobody'))).toBe(ANY);
    await connection({ mode: 'strict' });
    expect(await wordsOf('/Users', as(token))).toBe('has no scheme');
    await connection({ mode: 'tolerant' });
    const { connectionId, ownerId } = server;
    const made = await createToken(server.app, context(), {
      ...{ connectionId, ownerId, name: 'short', scopes: ['scim:read'] },
      expiresAt: new Date(now + 60_000).toISOString(),
    });
    expect(await wordsOf('/Users', post({}, made.token))).toBe('Use one with the scope');
    now += 120_000;
    expect(await wordsOf('/Users', as(`Bearer ${made.token}`))).toBe('expired on');
    const [short] = (await listTokens(server.app.reader, server.organization.id)).filter(
      ({ name }) => name === 'short',
    );
    await revokeToken(server.app, context(), short?.id ?? '');
    expect(await wordsOf('/Users', as(`Bearer ${made.token}`))).toBe('was revoked');
    await setSuspended(server.app, context(), true);
    expect(await wordsOf('/Users')).toBe('is suspended');
    await setSuspended(server.app, context(), false);
  });

  it('403', async () => {
    await connection({ groupsEnabled: false });
    expect(await wordsOf('/Groups')).toBe('Groups are switched off');
    await connection({ groupsEnabled: true });
    await setPlan(server.app, context(), 'team', null);
    expect(await wordsOf('/Groups')).toBe('has no groups over SCIM');
    await setPlan(server.app, context(), 'free', null);
    expect(await wordsOf('/Users', post({ schemas: [USER], userName: 'x' }))).toBe(
      'Until then users can be read',
    );
    await setPlan(server.app, context(), 'enterprise', null);
  });

  it('404, 409, members that nobody knows, and a token as a value', async () => {
    expect(await wordsOf('/Nothing')).toBe('There is no such endpoint');
    expect(await wordsOf('/Users/nobody')).toBe(ANY);
    const group = { schemas: [GROUP], displayName: 'Staff' };
    await wordsOf('/Groups', post(group));
    expect(await wordsOf('/Groups', post(group))).toBe('A group of this connection');
    // A name that is a word of the table makes no group of a user.
    const user = { schemas: [USER], userName: 'displayName' };
    await wordsOf('/Users', post(user));
    expect(await wordsOf('/Users', post(user))).toBe(ANY);
    const members = [{ value: 'nobody' }];
    expect(await wordsOf('/Groups', post({ ...group, displayName: 'B', members }))).toBe(
      'nobody in this connection',
    );
    expect(await wordsOf('/Users', post({ schemas: [USER], userName: server.token }))).toBe(
      'is a token of this service',
    );
  });
});
