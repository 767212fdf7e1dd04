import { describe, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { pauseAfter } from './backoff.ts';
import { describeSmtp, parseSender, parseSmtpUrl } from './settings.ts';

const SECRET = 'hunter2';

describe('design.md §3 mail: where it goes out', () => {
  it('encryption is required, but on this machine or where the URL says otherwise', () => {
    expect(parseSmtpUrl('smtp://u:p%40ss@mail.test')).toEqual({
      host: 'mail.test',
      port: 587,
      secure: false,
      requiresTls: true,
      user: 'u',
      password: 'p@ss',
    });
    expect(parseSmtpUrl('smtps://mail.test')).toMatchObject({ port: 465, secure: true });
    expect(parseSmtpUrl('smtp://mail.test?tls=optional')?.requiresTls).toBe(false);
    expect(parseSmtpUrl('smtp://127.0.0.1:2525')).toMatchObject({ port: 2525, requiresTls: false });
    expect(parseSmtpUrl('smtp://[::1]')).toMatchObject({ host: '::1', requiresTls: false });
  });

  it.each([
    'mail.test',
    'https://mail.test',
    'smtp://',
    'smtp://mail.test/path',
    'smtp://mail.test?tls=never',
    'smtp://mail.test?tls=optional&x=1',
    'smtp://u:%zz@mail.test',
    'smtp://mail.test#x',
  ])('%s is none', (text) => {
    expect(parseSmtpUrl(text)).toBeUndefined();
  });

  it('a password reaches no message', () => {
    const refuse = (smtpUrl: string) => {
      try {
        readConfig({ smtpUrl, mailFrom: 'a@b.test' }, {});
      } catch (error) {
        return String(error);
      }
      throw new Error('It was taken.');
    };
    for (const url of [
      `smtp://u:${SECRET}@mail.test/x`,
      `smtpx://u:${SECRET}@m`,
      `u:${SECRET}@m`,
    ]) {
      expect(refuse(url)).toContain('--smtp-url');
      expect(refuse(url)).not.toContain(SECRET);
    }
    const settings = parseSmtpUrl(`smtp://u:${SECRET}@mail.test`);
    expect(settings && describeSmtp(settings)).toBe('smtp://mail.test:587, encrypted');
  });

  it('a server needs a sender', () => {
    expect(() => readConfig({ smtpUrl: 'smtp://mail.test' }, {})).toThrow('--mail-from');
    const variables = {
      ROLLCALL_SMTP_URL: 'smtps://mail.test',
      ROLLCALL_MAIL_FROM: 'Rollcall <a@b.test>',
    };
    expect(readConfig({}, variables)).toMatchObject({
      smtp: { host: 'mail.test', secure: true },
      sender: { name: 'Rollcall', address: 'a@b.test' },
    });
  });
});

describe('design.md §3 mail: whom it comes from', () => {
  it.each([
    ['a@b.test', { name: '', address: 'a@b.test' }],
    ['Rollcall <a@b.test>', { name: 'Rollcall', address: 'a@b.test' }],
    ['"Vendor, Inc." <a@b.test>', { name: 'Vendor, Inc.', address: 'a@b.test' }],
  ])('%s', (text, sender) => {
    expect(parseSender(text)).toEqual(sender);
  });

  it.each(['', 'nobody', 'a@b@c.test', 'A <a@b.test>, b@c.test', 'x\r\nBcc: y <a@b.test>'])(
    '%j is none',
    (text) => {
      expect(parseSender(text)).toBeUndefined();
    },
  );
});

describe('design.md §3 mail: pauses', () => {
  it('grow from half a minute to six hours, by chance a little longer', () => {
    expect([1, 2, 3].map((attempts) => pauseAfter(attempts, 0))).toEqual([30_000, 60_000, 120_000]);
    expect(pauseAfter(1, 1)).toBe(37_500);
    expect(pauseAfter(100, 1)).toBe(6 * 3_600_000);
  });
});
