import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queueMail } from '../../packages/server/src/mail/index.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';
import { contextOf, mailRows, PROBE, SENDER, startSending, until } from './support.ts';

/** Names as they came from a customer; each may be a member's, a token's or an organisation's. */
const NAMES = [
  'x\r\nBcc: victim@acme.test\r\n\r\nanother body',
  'x\nSubject: another',
  '"quoted" <evil@acme.test>, other@acme.test',
  '<img src=x onerror=alert(1)>',
  '\'"><script>alert(1)</script>',
  '\u202egnp.exe\u202c \u200fright\u200e \u2066to\u2069 \u061cleft',
  "=cmd()|' /C calc'!A0",
  '=?utf-8?q?encoded_word?= \ud83d\ude00 \ud83d half',
  'n'.repeat(10_240),
  '\0\x07\x1b[31mred',
];
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

let server: TestServer;
let smtp: TestSmtp;
beforeAll(async () => {
  server = await startServer();
  smtp = await startSmtp();
});
afterAll(async () => {
  await smtp.close();
  await server.close();
});

describe('E7: names in mail are inert', () => {
  it.each(NAMES.map((name) => [JSON.stringify(name).slice(0, 60), name]))('%s', async (_, name) => {
    smtp.mails.length = 0;
    const tenant = await server.addTenant({ name: name.slice(0, 200).replaceAll('\0', '') });
    const { id } = tenant.organization;
    await server.app.writer.write(id, (session) =>
      queueMail(session, contextOf(server.app, id), {
        kind: 'probe',
        to: 'a@acme.test',
        about: { subject: name },
      }),
    );
    const sending = startSending(server.app, smtp.url, PROBE);
    await until(() => smtp.mails.length === 1);
    await until(async () => (await mailRows(server)).every(({ state }) => state === 'sent'));
    await sending.close();
    const [mail] = smtp.mails;
    const { parsed, raw, to } = mail ?? { raw: '', to: [] };
    expect(to).toEqual(['a@acme.test']);
    const headers = raw.slice(0, raw.indexOf('\r\n\r\n'));
    const names = [...headers.matchAll(/^([A-Za-z-]+):/gm)].map(([, header]) => header);
    expect(names.sort()).toEqual([
      'Auto-Submitted',
      'Content-Type',
      'Date',
      'From',
      'MIME-Version',
      'Message-ID',
      'Subject',
      'To',
    ]);
    expect(parsed?.from?.value).toHaveLength(1);
    expect(parsed?.from?.value[0]?.address).toBe(SENDER.address);
    expect(parsed?.from?.value[0]?.name).toMatch(/ via Rollcall$/);
    expect(parsed?.to).toMatchObject({ value: [{ address: 'a@acme.test' }] });
    expect(parsed?.subject).toMatch(/^About /);
    expect(String(parsed?.subject).length).toBeLessThan(220);
    const html = String(parsed?.html);
    const tags = new Set([...html.matchAll(/<\/?([a-z]+)/gi)].map(([, tag]) => tag));
    expect([...tags].sort()).toEqual(
      [
        'a',
        'bdi',
        'body',
        'head',
        'html',
        'meta',
        'p',
        'strong',
        'table',
        'td',
        'title',
        'tr',
      ].sort(),
    );
    expect(html.length).toBeLessThan(5000);
    for (const text of [html, parsed?.text, parsed?.subject, parsed?.from?.text]) {
      expect(text).not.toMatch(DIRECTION);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
      expect(text).not.toMatch(/[\0\x07\x1b]/);
    }
  });
});
