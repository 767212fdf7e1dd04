/** People who are pushed and invited, the mail that they get, and how they accept it. */
import { expect } from 'vitest';
import type { ConnectionSettings } from '../../packages/server/src/connections/index.ts';
import type { Core } from '../../packages/server/src/core.ts';
import { UnavailableError } from '../../packages/server/src/db/index.ts';
import type { Actor, ChangeContext } from '../../packages/server/src/events/index.ts';
import { INVITATION_MAIL_KINDS } from '../../packages/server/src/invitations/index.ts';
import type { RunningJobs } from '../../packages/server/src/jobs/index.ts';
import { acceptInvitation, lookAtInvitation } from '../../packages/server/src/joining/index.ts';
import { mailJob, parseSmtpUrl } from '../../packages/server/src/mail/index.ts';
import { LINKS, SENDER, startSending, until } from '../mail/support.ts';
import { rowsOf } from '../support/rows.ts';
import { startServer, type Tenant, type TestServer } from '../support/server.ts';
import { type SmtpOptions, startSmtp, type TestSmtp } from '../support/smtp.ts';

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const PASSWORD = 'correct horse battery staple';
export const DAY_MS = 86_400_000;
const CLIENT = Object.freeze({ address: '192.0.2.1', userAgent: 'test' });

export interface InvitationRow {
  readonly id: string;
  readonly member_id: string | null;
  readonly user_id: string | null;
  readonly email: string | null;
  readonly state: string;
  readonly hold_reason: string | null;
  readonly generation: number;
  readonly account_id: string | null;
  readonly ended_at: string | null;
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes.
  readonly body: any;
}

export interface World {
  readonly server: TestServer;
  readonly smtp: TestSmtp;
  readonly clock: { now: number };
  context(actor?: Actor, tenant?: Tenant): ChangeContext;
  send(method: string, path: string, body?: object, token?: string): Promise<Answer>;
  /** Creates a user; resolves with its id. */
  push(userName: string, more?: object, token?: string): Promise<string>;
  /** PATCH that replaces what is given. */
  change(userId: string, value: object): Promise<Answer>;
  memberOf(userId: string): Promise<string>;
  /** All invitations, oldest first. */
  invitations(): Promise<InvitationRow[]>;
  /** Sends what is in the queue, and waits for the end of it, 30 seconds unless told. */
  deliver(seconds?: number): Promise<void>;
  /** The codes that were mailed to an address, oldest first. */
  codesTo(address: string): string[];
  look(code: string): ReturnType<typeof lookAtInvitation>;
  accept(code: string, more?: Partial<Accepting>): ReturnType<typeof acceptInvitation>;
  close(): Promise<void>;
}

interface Accepting {
  readonly password: string | undefined;
  readonly accountId: string;
}

export async function openWorld(
  connection: Partial<ConnectionSettings> = { invitations: 'send' },
  smtpOptions: SmtpOptions = {},
): Promise<World> {
  const clock = { now: Date.parse('2026-03-01T00:00:00.000Z') };
  const server = await startServer({ clock: () => new Date(clock.now), connection });
  const smtp = await startSmtp(smtpOptions);
  const { app } = server;
  const send: World['send'] = async (method, path, body, token = server.token) => {
    const response = await server.scim(path, {
      method,
      headers: {
        'content-type': 'application/scim+json',
        authorization: `Bearer ${token}`,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  };
  return {
    server,
    smtp,
    clock,
    context: (actor = { kind: 'cli', id: 'test' }, tenant = server) => ({
      organizationId: tenant.organization.id,
      actor,
      at: app.clock().toISOString(),
    }),
    send,
    async push(userName, more = {}, token = server.token) {
      const { status, body } = await send(
        'POST',
        '/Users',
        { schemas: [USER], userName, ...more },
        token,
      );
      if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
      return String(body.id);
    },
    change: (userId, value) =>
      send('PATCH', `/Users/${userId}`, {
        schemas: [PATCH_OP],
        Operations: [{ op: 'replace', value }],
      }),
    async memberOf(userId) {
      const [row] = await rowsOf<{ member_id: string }>(
        server,
        `select member_id from link where user_id = '${userId}'`,
      );
      return String(row?.member_id);
    },
    invitations: () => rowsOf<InvitationRow>(server, 'select * from invitation order by id'),
    async deliver(seconds) {
      const sending: RunningJobs = startSending(app, smtp.url, INVITATION_MAIL_KINDS);
      await until(async () => {
        const now = app.clock().toISOString();
        const due = `select id from mail where state = 'queued' and next_at <= '${now}'`;
        return (await rowsOf(server, due)).length === 0;
      }, seconds);
      await sending.close();
    },
    codesTo: (address) => codesIn(smtp, address),
    look: (code) => lookAtInvitation(app.reader, code, app.clock()),
    accept: (code, more = {}) =>
      acceptInvitation(app, { code, password: PASSWORD, client: CLIENT, ...more }),
    async close() {
      await smtp.close();
      await server.close();
    },
  };
}

function codesIn({ mails }: TestSmtp, address: string): string[] {
  return mails
    .filter(({ to }) => to.includes(address))
    .map(({ parsed }) => /\/join#(\S+)/.exec(String(parsed.text))?.[1] ?? '');
}

/**
 * One attempt at each mail that is due, whose end is never noted: as when the node ends between the sending and the
 * note of it.
 */
export async function attemptWithoutEnd(world: World): Promise<void> {
  const { app } = world.server;
  const failing: Core = {
    ...app,
    writer: {
      get waiting() {
        return app.writer.waiting;
      },
      async write(organizationId, unit) {
        if (world.smtp.mails.length > 0) throw new UnavailableError('The node has ended.');
        return app.writer.write(organizationId, unit);
      },
    },
  };
  const job = mailJob(failing, {
    smtp: parseSmtpUrl(world.smtp.url),
    sender: SENDER,
    kinds: INVITATION_MAIL_KINDS,
    links: LINKS,
  });
  await expect(job.run(new AbortController().signal)).rejects.toThrow('The node has ended.');
}
