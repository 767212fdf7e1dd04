import { ScimError } from '@rollcall/scim';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../../../test/support/server.ts';
import { embedded } from '../cli/commands/embedded.ts';
import { setConnection } from '../connections/index.ts';
import type { ChangeContext } from '../events/index.ts';
import { createMember, deactivateMember } from '../members/index.ts';
import { authenticateToken } from './authenticate.ts';
import {
  createToken,
  listTokens,
  type NewToken,
  revokeToken,
  rotateToken,
  type TokenInput,
} from './index.ts';

let server: TestServer;
let now = new Date('2026-03-01T10:00:00.000Z');
beforeAll(async () => {
  server = await startServer({ clock: () => now });
});
afterAll(() => server.close());

async function tenant(name: string) {
  const made = await server.addTenant({ name });
  const { organization, connectionId, ownerId, token } = made;
  const context = (): ChangeContext => ({
    organizationId: organization.id,
    actor: { kind: 'cli', id: 'test' },
    at: now.toISOString(),
  });
  const refreshing = async <T>(change: Promise<T>): Promise<T> => {
    const result = await change;
    await server.app.registry.refresh(organization.id);
    return result;
  };
  return {
    ...made,
    text: token,
    context,
    refreshing,
    /** The id of the token that came with the organisation. */
    first: async () =>
      (await listTokens(server.app.reader, organization.id)).find(({ name }) => name === 'test')
        ?.id ?? '',
    create: (input: Partial<TokenInput> = {}): Promise<NewToken> =>
      refreshing(
        createToken(server.app, context(), {
          connectionId,
          ownerId,
          name: 'okta',
          scopes: ['scim:write'],
          expiresAt: null,
          ...input,
        }),
      ),
  };
}

const authenticate = (header: string | null) =>
  authenticateToken(server.app.registry, header, now.getTime());

/** The `detail` of the 401 that a header gets. */
function refusal(header: string | null): string {
  try {
    authenticate(header);
  } catch (error) {
    if (error instanceof ScimError && error.status === 401) {
      expect(error.headers['WWW-Authenticate']).toMatch(/^Bearer realm="Rollcall"/);
      return error.detail;
    }
    throw error;
  }
  throw new Error('The header was accepted.');
}

describe('walkthrough 2.5, what an administrator reads about a token', () => {
  it('security A3: nothing, or nothing like a token, is 401', () => {
    for (const header of [
      null,
      '',
      'Bearer',
      'Bearer ',
      'Bearer  ',
      'bearer undefined',
      'Bearer null',
      'Bearer [object Object]',
      'Basic Og==',
      'Basic',
      '0',
    ]) {
      expect(refusal(header), String(header)).not.toBe('');
    }
  });

  it('the letter case of bearer is free; twice is named; other white space is not cut', async () => {
    const { text } = await tenant('Case');
    for (const scheme of ['Bearer', 'bearer', 'BEARER', 'bEaReR']) {
      expect(authenticate(`${scheme} ${text}`)).toMatchObject({ isBare: false });
    }
    expect(authenticate(`Bearer   ${text} `)).toMatchObject({ isBare: false });
    expect(refusal(`Bearer bearer ${text}`)).toContain('twice');
    for (const added of ['\u00a0', '\t', '\ufeff', ', x', ` Bearer ${text}`]) {
      expect(refusal(`Bearer ${text}${added}`), JSON.stringify(added)).not.toBe('');
    }
  });

  it('a bare token is for tolerant connections', async () => {
    const { text, connectionId, context, refreshing } = await tenant('Bare');
    expect(authenticate(text)).toMatchObject({ isBare: true });
    await refreshing(setConnection(server.app, context(), connectionId, { mode: 'strict' }));
    expect(refusal(text)).toContain('no scheme');
    expect(authenticate(`Bearer ${text}`)).toMatchObject({ isBare: false });
  });

  it('security A6: truncations, extensions, changes and case flips are 401', async () => {
    const { text } = await tenant('Mistyped');
    for (let at = 0; at < text.length; at++) {
      expect(refusal(`Bearer ${text.slice(0, at)}`)).not.toBe('');
      const flipped = text[at]?.toUpperCase() === text[at] ? 'a' : text[at]?.toUpperCase();
      expect(refusal(`Bearer ${text.slice(0, at)}${flipped}${text.slice(at + 1)}`)).not.toBe('');
    }
    expect(refusal(`Bearer ${text}0`)).toContain('mistyped or cut off');
  });

  it('revoked, expired with the date, suspended', async () => {
    const { text, first, context, refreshing, create } = await tenant('Ends');
    const soon = await create({ expiresAt: '2026-03-02T23:59:59.999Z' });
    expect(authenticate(`Bearer ${soon.token}`)).toMatchObject({ token: { name: 'okta' } });
    now = new Date('2026-03-02T23:59:59.999Z');
    expect(refusal(`Bearer ${soon.token}`)).toContain('expired on 2026-03-02');
    await refreshing(revokeToken(server.app, context(), await first()));
    expect(refusal(`Bearer ${text}`)).toContain('revoked');
  });
});

describe('design.md §7, two active tokens per purpose', () => {
  it('a third is refused, one for another purpose is not, an expired one makes room', async () => {
    const { create } = await tenant('Two');
    await create({ expiresAt: new Date(now.getTime() + 1000).toISOString() });
    await expect(create()).rejects.toThrow('Revoke one first');
    await create({ scopes: ['scim:read'] });
    now = new Date(now.getTime() + 1000);
    await create();
  });

  it('rotation: both work during the overlap, then the old one is expired', async () => {
    const { text, first, context, refreshing } = await tenant('Rotate');
    const options = { overlapHours: 24, expiresAt: null };
    const fresh = await refreshing(rotateToken(server.app, context(), await first(), options));
    authenticate(`Bearer ${text}`);
    authenticate(`Bearer ${fresh.token}`);
    now = new Date(now.getTime() + 24 * 3_600_000);
    expect(refusal(`Bearer ${text}`)).toContain('expired');
    authenticate(`Bearer ${fresh.token}`);
    await expect(rotateToken(server.app, context(), await first(), options)).rejects.toThrow(
      'no longer usable',
    );
  });

  it('rotation without overlap is possible with two', async () => {
    const { text, first, context, refreshing, create } = await tenant('At once');
    await create();
    const id = await first();
    const rotate = (overlapHours: number) =>
      refreshing(rotateToken(server.app, context(), id, { overlapHours, expiresAt: null }));
    await expect(rotate(1)).rejects.toThrow('Revoke one first');
    authenticate(`Bearer ${text}`);
    await rotate(0);
    expect(refusal(`Bearer ${text}`)).toContain('expired');
  });
});

describe('security A4, A5: whose tokens', () => {
  it('the owner is an active Org Admin; when they leave, the token of the connection stays', async () => {
    const { text, ownerId, context, create } = await tenant('Owner');
    const input = { orgAdmin: false, emailProven: true };
    const plain = await createMember(server.app, context(), { ...input, email: 'p@o.test' });
    await expect(create({ ownerId: plain.id })).rejects.toThrow('active Org Admin');
    await expect(create({ ownerId: 'nobody' })).rejects.toThrow('active Org Admin');
    const admin = { ...input, orgAdmin: true, email: 'b@o.test' };
    await createMember(server.app, context(), admin);
    await deactivateMember(server.app, context(), ownerId);
    await expect(create()).rejects.toThrow('active Org Admin');
    authenticate(`Bearer ${text}`);
  });

  it('no organisation is never all organisations', async () => {
    const { context, ownerId, connectionId } = await tenant('Nobody');
    for (const id of [null, undefined, '', 0, Number.NaN, '%', 'ACME000000', {}]) {
      const organizationId = id as string;
      await expect(listTokens(server.app.reader, organizationId)).rejects.toThrow(TypeError);
      const making = createToken(
        server.app,
        { ...context(), organizationId },
        { connectionId, ownerId, name: 'x', scopes: ['scim:write'], expiresAt: null },
      );
      await expect(making).rejects.toThrow(TypeError);
    }
  });

  it('the text of a token is kept nowhere', async () => {
    const { organization, text } = await tenant('Secret');
    const rows = embedded(server.app)
      .main.prepare<[string], object>('select * from token where organization_id = ?')
      .all(organization.id);
    expect(rows).toHaveLength(1);
    const stored =
      JSON.stringify(rows) +
      JSON.stringify(
        embedded(server.app)
          .main.prepare('select * from event join audit_detail using (organization_id, seq)')
          .all(),
      );
    expect(stored).not.toContain(text);
    expect(stored).not.toContain(text.slice(-20));
  });
});
