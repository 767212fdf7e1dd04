/** The organisation that crash tests write to, made as an operator would. */
import { expect } from 'vitest';
import { rollcall } from '../support/process.ts';
import type { Target } from './send.ts';

/**
 * @param place More options that say where the data is.
 * @returns A token with the scope `scim:write`.
 */
export async function makeAcme(data: string, ...place: readonly string[]): Promise<string> {
  const run = (...words: string[]) => rollcall(data, ...words, ...place);
  await run('organization', 'create', '--name', 'Acme', '--plan', 'enterprise');
  const owner = 'a@acme.test';
  await run('member', 'create', '--organization', 'acme', '--email', owner, '--org-admin');
  const made = await run(
    ...['token', 'create', '--organization', 'acme', '--owner', owner],
    ...['--name', 'crash', '--scope', 'scim:write', '--expires', 'never'],
  );
  return String(Reflect.get(Object(made), 'token'));
}

export async function createGroup({ baseUrl, token }: Omit<Target, 'groupId'>): Promise<string> {
  const response = await fetch(`${baseUrl}/Groups`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/scim+json' },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'Everyone',
    }),
  });
  expect(response.status).toBe(201);
  return String(Reflect.get(Object(await response.json()), 'id'));
}

/** The chain of hashes is whole from the first entry to the last. */
export async function expectWholeAudit(data: string, ...place: readonly string[]): Promise<void> {
  const audit = await rollcall(data, 'audit', 'verify', '--organization', 'acme', ...place);
  expect(audit).toMatchObject({ ok: true });
}
