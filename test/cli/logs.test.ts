/** Reading, exporting and erasing by command line, beside a server and without one. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rollcall, type ServerProcess, startProcess } from '../support/process.ts';
import { runCli } from '../support/run-cli.ts';
import { sender } from './support/world.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ORGANIZATION = ['--organization', 'acme'];
/** More than two pages of an export. */
const USERS = 1100;
/** What a spreadsheet would take for formulas, and what CSV has to quote. */
const HOSTILE = [
  ...[
    '=cmd|"/c calc"!A1',
    '+1+1',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    'a,b "c"\r\nd',
    '\u202eevil',
  ],
];

let data: string;
let server: ServerProcess | undefined;
let token: string;
const userIds: string[] = [];

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'rollcall-logs-'));
  server = await startProcess(data, '--requests-per-second', '100000', '--burst', '100000');
  await rollcall(data, 'organization', 'create', '--name', 'Acme', '--plan', 'enterprise');
  await rollcall(
    data,
    ...['member', 'create', '--email', 'a@acme.test'],
    '--org-admin',
    ...ORGANIZATION,
  );
  const made = await rollcall(
    data,
    ...['token', 'create', '--owner', 'a@acme.test', '--name', 'okta', '--expires', 'never'],
    ...['--scope', 'scim:write', ...ORGANIZATION],
  );
  token = String(Reflect.get(Object(made), 'token'));
  const send = sender(server.baseUrl, token);
  for (const [n, displayName] of HOSTILE.entries()) {
    const user = { schemas: [USER], userName: `hostile${n}@acme.test`, displayName };
    userIds.push(String(Object(await send('POST', '/Users', user)).id));
  }
  for (let n = HOSTILE.length; n < USERS; n++) await send('GET', `/Users/${userIds[0]}`);
  await send('POST', '/Users', { schemas: [USER], userName: '=1+1' });
  await fetch(`${server.baseUrl}/Users/nobody`, {
    headers: { authorization: `Bearer ${token}`, 'user-agent': '=HYPERLINK("http://evil.test")' },
  });
});
afterAll(async () => {
  await server?.stop();
  rmSync(data, { recursive: true, force: true });
});

async function json(...words: string[]) {
  const { code, stdout } = await runCli(...words, '--data', data, '--json');
  return { code, printed: JSON.parse(stdout) as unknown };
}

const rowsOf = async (...words: string[]) => {
  const { printed } = await json(...words);
  return Object(printed).rows as Record<string, unknown>[];
};

/** The records of a text as RFC 4180 has them; written anew here, so that the writer is held to it. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  const field = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/gy;
  while (field.lastIndex < text.length) {
    const at = field.lastIndex;
    const match = field.exec(text);
    if (match === null) throw new Error(`Not RFC 4180 at ${at}: ${text.slice(at, at + 40)}`);
    const [, cell = '', end] = match;
    record.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}

function exportsEverything(name: string): void {
  it('activity export: every row once, page after page, as CSV and as JSON lines', async () => {
    const file = join(data, name);
    const exported = await json('activity', 'export', file, '--format', 'csv', ...ORGANIZATION);
    expect(exported).toMatchObject({ code: 0, printed: { file, rows: USERS + 2 } });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const [head = [], ...records] = parseCsv(readFileSync(file, 'utf8'));
    expect(new Set(records.map(([id]) => id)).size).toBe(USERS + 2);
    expect(records.every(({ length }) => length === head.length)).toBe(true);
    const again = await json('activity', 'export', file, '--format', 'csv', ...ORGANIZATION);
    expect(again).toMatchObject({ code: 4, printed: { error: { code: 'conflict' } } });

    const half = join(data, `half-${name}`);
    const failing = ['activity', 'export', half, '--format', 'csv', '--organization', 'nobody'];
    expect(await json(...failing)).toMatchObject({ code: 3 });
    expect(existsSync(half)).toBe(false);

    const filtered = ['activity', 'export', '--format', 'jsonl', '--method', 'POST'];
    const { stdout, code } = await runCli(...filtered, ...ORGANIZATION, '--data', data);
    const lines = stdout.trimEnd().split('\n');
    const parsed = lines.map((line) => JSON.parse(line) as { method: string });
    expect([code, parsed.length]).toEqual([0, HOSTILE.length + 1]);
    expect(new Set(parsed.map(({ method }) => method))).toEqual(new Set(['POST']));
  });
}

describe('while a server runs', () => {
  it('activity list and show: what an identity provider did, and what its failure means', async () => {
    const [failed] = await rowsOf('activity', 'list', ...ORGANIZATION, '--status', 'failed');
    expect(failed).toMatchObject({ status: 404, path: '/Users/nobody' });
    const shown = await json('activity', 'show', String(failed?.requestId), ...ORGANIZATION);
    expect(shown.printed).toMatchObject({
      id: failed?.id,
      explanation: { error: { what: 'What was asked for is not there.' }, notes: [] },
    });
    const words = await runCli('activity', 'show', String(failed?.id), '--data', data);
    expect(words.stdout).toContain('What was asked for is not there.');
    expect(words.stdout).toContain('identity provider');

    const about = (...more: string[]) => rowsOf('activity', 'list', ...ORGANIZATION, ...more);
    const byName = await about('--user', 'HOSTILE1@acme.test');
    expect(byName.map(({ resourceId }) => resourceId)).toEqual([userIds[1]]);
    expect(await about('--user', String(userIds[1]))).toEqual(byName);
    expect(await about('--since', '1h', '--method', 'post', '--limit', '1')).toHaveLength(1);
    expect(await about('--until', '1h')).toEqual([]);
    expect(await about('--text', 'hyperlink')).toHaveLength(1);
    const first = await json('activity', 'list', ...ORGANIZATION, '--limit', '3');
    const { rows, next } = Object(first.printed);
    const second = await about('--limit', '1', '--before', String(next));
    expect(second[0]?.id).toBeLessThan(rows[2].id);
  });

  it('what cannot be understood is refused before anything is looked at', async () => {
    const refused = (...words: string[]) => json(...words, ...ORGANIZATION);
    const since = await refused('activity', 'list', '--since', 'yesterday');
    expect(since).toMatchObject({ code: 2, printed: { error: { code: 'invalid' } } });
    const status = await refused('activity', 'list', '--status', '9xx');
    expect(status).toMatchObject({ code: 2, printed: { error: { code: 'usage' } } });
    expect(Object(status.printed).error.message).toContain('--status');
    expect(await refused('activity', 'list', '--token', 'nobody')).toMatchObject({ code: 3 });
    expect(await refused('activity', 'show', 'nobody')).toMatchObject({ code: 3 });
    expect(await json('activity', 'list', '--user', 'x')).toMatchObject({ code: 2 });
    expect(await refused('activity', 'export', '--format', 'xml')).toMatchObject({ code: 2 });
  });

  it('audit list: who changed what, with old and new values', async () => {
    const about = (...more: string[]) => rowsOf('audit', 'list', ...ORGANIZATION, ...more);
    expect(await about('--subject', 'hostile0@acme.test', '--action', 'user')).toMatchObject([
      { action: 'user.created', detail: { new: { displayName: HOSTILE[0] } } },
    ]);
    expect((await about('--actor', 'okta', '--limit', '1')).length).toBe(1);
    expect(await about('--text', 'A@ACME')).toMatchObject([{ action: 'member.created' }]);
  });

  exportsEverything('with-server.csv');

  it('E7 a cell that a spreadsheet would run is text, and comes back unharmed otherwise', async () => {
    const { stdout } = await runCli(
      ...['activity', 'export', '--format', 'csv', '--status', '404'],
      ...['--data', data, ...ORGANIZATION],
    );
    const [head = [], row = []] = parseCsv(stdout);
    expect(row[head.indexOf('userAgent')]).toBe(`'=HYPERLINK("http://evil.test")`);
    const audit = await runCli(
      ...['audit', 'export', '--format', 'csv', '--action', 'user.created'],
      ...['--data', data, ...ORGANIZATION],
    );
    const [auditHead = [], ...records] = parseCsv(audit.stdout);
    const details = records.map((record) => JSON.parse(record[auditHead.indexOf('detail')] ?? ''));
    const names = details.map(({ new: made }) => made.displayName).filter(Boolean);
    expect(names).toEqual(HOSTILE.toReversed());
    for (const cell of [...row, ...records.flat()]) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  });
});

describe('while no server runs', () => {
  beforeAll(async () => {
    await server?.stop();
    server = undefined;
  });

  exportsEverything('without-server.csv');

  it('member erase asks for the address again, and then nothing has it', async () => {
    const email = 'leaver@acme.test';
    const words = ['member', 'erase', email, ...ORGANIZATION];
    await json('member', 'create', '--email', email, ...ORGANIZATION);
    expect(await json(...words, '--confirm', email)).toMatchObject({ code: 4 });
    await json('member', 'deactivate', email, ...ORGANIZATION);
    expect(await json(...words)).toMatchObject({ code: 4 });
    expect(await json(...words, '--confirm', email)).toMatchObject({
      code: 0,
      printed: { userIds: [], records: 2 },
    });
    expect(await json(...words, '--confirm', email)).toMatchObject({ code: 3 });
    expect(await rowsOf('audit', 'list', ...ORGANIZATION, '--text', email)).toEqual([]);
    const verified = await json('audit', 'verify', ...ORGANIZATION);
    expect(verified).toMatchObject({ code: 0, printed: { ok: true } });
  });
});
