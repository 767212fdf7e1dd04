/** People with accounts, and browsers that they sign in with. */
import {
  accountByEmail,
  createAccount,
  hashPassword,
  linkAccount,
} from '../../packages/server/src/accounts/index.ts';
import type { ChangeContext } from '../../packages/server/src/events/index.ts';
import { createMember } from '../../packages/server/src/members/index.ts';
import { SIGN_IN_MAIL_KINDS } from '../../packages/server/src/sign-in/index.ts';
import { mailRows, startSending, until } from '../mail/support.ts';
import { rowsOf } from '../support/rows.ts';
import type { Tenant, TestServer } from '../support/server.ts';

export const PASSWORD = 'walnut gravel anchor 7';

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes.
  readonly body: any;
  readonly headers: Headers;
}

/** Keeps the cookie of a session, as a browser does, and sends what a browser sends. */
export class Browser {
  readonly #server: TestServer;
  readonly #headers: Readonly<Record<string, string>>;
  /** The value of the cookie; undefined when it has none. */
  cookie: string | undefined;

  constructor(server: TestServer, headers: Readonly<Record<string, string>> = {}) {
    this.#server = server;
    this.#headers = headers;
  }

  /** A request to any node; the path is under `/v1/console`. */
  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const { origin } = new URL(this.#server.anyBaseUrl());
    const response = await fetch(`${origin}/v1/console${path}`, {
      method,
      headers: {
        'sec-fetch-site': 'same-origin',
        ...(this.cookie === undefined ? {} : { cookie: `other=1; __Host-rollcall=${this.cookie}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...this.#headers,
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // A redirect may end at a page for people.
    const isJson = /\bjson\b/.test(String(response.headers.get('content-type')));
    const text = isJson ? await response.text() : '';
    const set = response.headers.get('set-cookie');
    if (set !== null) this.cookie = /^__Host-rollcall=([^;]*)/.exec(set)?.[1] || undefined;
    return {
      status: response.status,
      body: text === '' ? undefined : JSON.parse(text),
      headers: response.headers,
    };
  }

  signIn(email: string, password = PASSWORD, organization?: string): Promise<Answer> {
    return this.call('POST', '/sign-in', { email, password, organization });
  }
}

export interface Person {
  readonly email: string;
  readonly memberId: string;
  readonly accountId: string;
}

let hash: Promise<string> | undefined;

/** A local member with an account whose password is {@link PASSWORD}. */
export async function addPerson(
  server: TestServer,
  tenant: Tenant,
  email: string,
  orgAdmin = false,
): Promise<Person> {
  const { app } = server;
  const context = contextOf(server, tenant);
  const { id } = await createMember(app, context, { email, orgAdmin, emailProven: true });
  return addAccount(server, tenant, email, id);
}

/** An account for a member, with the address's account if there is one. */
export async function addAccount(
  { app }: TestServer,
  tenant: Tenant,
  email: string,
  memberId: string,
): Promise<Person> {
  hash ??= hashPassword(PASSWORD);
  const passwordHash = await hash;
  const context = contextOf({ app }, tenant);
  const accountId = await app.writer.write(tenant.organization.id, async (session) => {
    const present = await accountByEmail(session, email);
    const account = { email, passwordHash, displayName: null };
    const id = present?.id ?? (await createAccount(session, account, context.at));
    await linkAccount(session, context, { accountId: id, memberId });
    return id;
  });
  return { email, memberId, accountId };
}

export function contextOf(
  { app }: Pick<TestServer, 'app'>,
  { organization }: Tenant,
): ChangeContext {
  const actor = { kind: 'cli', id: 'test' } as const;
  return { organizationId: organization.id, actor, at: app.clock().toISOString() };
}

/** Somebody who is signed in. */
export async function signedIn(
  server: TestServer,
  { email }: Person,
  organization?: string,
): Promise<Browser> {
  const browser = new Browser(server);
  const { status, body } = await browser.signIn(email, PASSWORD, organization);
  if (status !== 200 || body.signedIn !== true) {
    throw new Error(`${email} is not signed in: ${status} ${JSON.stringify(body)}`);
  }
  return browser;
}

/** Sends what waits to the local inbox, and gives the text of the newest mail of a kind. */
export async function latestMail(server: TestServer, kind: string): Promise<string> {
  const sending = startSending(server.app, undefined, SIGN_IN_MAIL_KINDS);
  try {
    await until(async () => (await mailRows(server)).every(({ state }) => state !== 'queued'));
  } finally {
    await sending.close();
  }
  const [row] = await rowsOf<{ plain_body: string }>(
    server,
    `select plain_body from mail where kind = '${kind}' and state = 'sent' order by id desc limit 1`,
  );
  return row?.plain_body ?? '';
}

/** The code of a link in a text. */
export function codeIn(text: string): string {
  return /#([\w-]{43})/.exec(text)?.[1] ?? '';
}

/** How many rows there are in a table, of a condition. */
export async function countOf(server: TestServer, table: string, where = '1 = 1'): Promise<number> {
  const rows = await rowsOf<{ n: number }>(
    server,
    `select count(*) as n from ${table} where ${where}`,
  );
  return Number(rows[0]?.n);
}
