/** Many invitations at once, over the console's API: looked at first, then let go by choice. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { putEntryPoints } from '../../packages/server/src/permissions/index.ts';
import { addPerson, type Browser, contextOf, signedIn } from '../accounts/support.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let admin: Browser;

beforeAll(async () => {
  server = await startServer();
  const boss = await addPerson(server, server, 'boss@acme.test', true);
  await putEntryPoints(server.app, contextOf(server, server), [
    { key: 'billing', name: 'Billing' },
  ]);
  admin = await signedIn(server, boss);
});
afterAll(() => server.close());

it('a list is looked at line by line before anybody is invited', async () => {
  const csv = [
    'email,displayName,orgAdmin,roles',
    'ann@acme.test,Ann,no,billing=viewer',
    'not an address,,,',
    'boss@acme.test,,,',
    'ANN@acme.test,,,',
    'bob@acme.test,,perhaps,',
    'eve@acme.test,,,nowhere=viewer',
    'max@acme.test,,,billing=emperor',
  ].join('\n');
  const { body } = await admin.call('POST', '/invitations/check', { csv });
  expect(body.lines[0]).toEqual({
    line: 2,
    email: 'ann@acme.test',
    displayName: 'Ann',
    orgAdmin: false,
    roles: [{ entryPoint: 'billing', role: 'viewer' }],
    isMember: false,
    problem: null,
  });
  const problems = body.lines.slice(1).map(({ problem }: { problem: string }) => problem);
  expect(problems).toEqual([
    expect.stringContaining('not an e-mail address'),
    expect.stringContaining('joined already'),
    expect.stringContaining('line 2'),
    expect.stringContaining('yes or no'),
    expect.stringContaining('nowhere'),
    expect.stringContaining('emperor'),
  ]);
  const again = 'email,reason\nzed@acme.test,refused before';
  const mended = await admin.call('POST', '/invitations/check', { csv: again });
  expect(mended.body.lines).toMatchObject([{ email: 'zed@acme.test', problem: null }]);
  // What our own files put before a formula is no part of an address or a name.
  const guarded = "email,displayName\n'+ops@acme.test,'-Jane";
  const back = await admin.call('POST', '/invitations/check', { csv: guarded });
  expect(back.body.lines).toMatchObject([{ email: '+ops@acme.test', displayName: '-Jane' }]);
  const { counts, mailsOut } = (await admin.call('GET', '/invitations/summary')).body;
  expect({ counts, mailsOut }).toEqual({
    counts: { held: 0, pending: 0, expired: 0, accepted: 0, withdrawn: 0 },
    mailsOut: false,
  });
});

it('walkthrough 4.1: of those that are held, some are let go, and the others stay', async () => {
  const made = await Promise.all(
    ['one@acme.test', 'two@acme.test', 'three@acme.test'].map(
      async (email) => (await admin.call('POST', '/invitations', { email, isHeld: true })).body,
    ),
  );
  const [first, second] = made;
  const ids = [first.id, second.id, 'none'];
  const { body } = await admin.call('POST', '/invitations/release-some', { ids });
  expect(body).toEqual({ released: 2, refused: [{ id: 'none', reason: expect.any(String) }] });
  const { counts } = (await admin.call('GET', '/invitations/summary')).body;
  expect(counts).toMatchObject({ held: 1, pending: 2 });
  const mail = await admin.call('GET', `/invitations/${first.id}/mail`);
  expect(mail.body.mail).toMatchObject({ to: 'one@acme.test', state: 'queued' });
});
