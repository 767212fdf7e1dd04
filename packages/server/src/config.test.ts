import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

describe('settings', () => {
  it('have defaults that need no thought', () => {
    expect(readConfig({}, {})).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://127.0.0.1:3000',
      requestsPerSecond: 50,
      burst: 10_000,
      activityDays: 30,
      eventDays: 90,
      trustedProxies: [],
    });
  });
  it('come from flags before the environment', () => {
    const environment = {
      ROLLCALL_PORT: '4000',
      ROLLCALL_PUBLIC_URL: 'https://a.test/',
      HOME: '/',
    };
    expect(readConfig({}, environment)).toMatchObject({ port: 4000, publicUrl: 'https://a.test' });
    expect(readConfig({ port: '5000' }, environment)).toMatchObject({ port: 5000 });
    const proxies = { ROLLCALL_TRUSTED_PROXY: '10.0.0.0/8, ::1' };
    expect(readConfig({}, proxies).trustedProxies).toEqual(['10.0.0.0/8', '::1']);
  });
  it.each([
    [{ port: 'x' }, '--port'],
    [{ port: 70_000 }, '--port'],
    [{ publicUrl: 'ftp://a.test' }, '--public-url'],
    [{ publicUrl: 'https://a.test/?x=1' }, '--public-url'],
    [{ publicUrl: 'https://me:secret@a.test' }, '--public-url'],
    [{ publicUrl: 'https://a.test/"x' }, '--public-url'],
    [{ host: '0.0.0.0' }, '--public-url'],
    [{ port: '' }, '--port'],
    [{ burst: '1e9' }, '--burst'],
    [{ trustedProxy: ['10.0.0.0/33'] }, '--trusted-proxy'],
    [{ trustedProxy: ['example.test'] }, '--trusted-proxy'],
    [{ requestsPerSecond: 0 }, '--requests-per-second'],
    [{ requestsPerSecond: 500, burst: 10 }, '--burst'],
    [{ activityDays: 0 }, '--activity-days'],
    [{ eventDays: 3651 }, '--event-days'],
    [{ logLevel: 'loud' }, '--log-level'],
  ])('%j is refused by name', (flags, name) => {
    expect(() => readConfig(flags, {})).toThrow(ConfigError);
    expect(() => readConfig(flags, {})).toThrow(name);
  });
  it('a directory on the command line wins over a URL of the environment, and the other way round', () => {
    const url = 'postgresql://u:p@h/db';
    const environment = { ROLLCALL_DATABASE_URL: url, ROLLCALL_MIGRATION_URL: url };
    expect(readConfig({ data: '/x' }, environment)).toMatchObject({
      dataDir: '/x',
      databaseUrl: undefined,
      migrationUrl: undefined,
    });
    const other = { ROLLCALL_DATA: '/x', ...environment };
    expect(readConfig({}, other)).toMatchObject({ databaseUrl: url, migrationUrl: url });
    expect(readConfig({ databaseUrl: url }, { ROLLCALL_DATA: '/x' }).databaseUrl).toBe(url);
    expect(() => readConfig({ data: '/x', databaseUrl: url }, {})).toThrow('--data');
  });
  it('a URL is no data directory, and its password is not told', () => {
    for (const data of [
      'postgresql://u:secret@h/db',
      "'postgresql://u:secret@h/db'",
      ' u:secret@h',
    ]) {
      expect(() => readConfig({ data }, {})).toThrow(/^(?!.*secret).*--database-url/s);
    }
    expect(readConfig({ data: '/a/b@c//d' }, {}).dataDir).toBe('/a/b@c/d');
  });
  it('of other commands and of tests are no business of the server', () => {
    expect(readConfig({}, { ROLLCALL_COPY_TO: 'x' }).databaseUrl).toBeUndefined();
  });
  it('keys of secrets come from a variable or a file, never from a flag, and are not told', () => {
    const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const text = `${one.toString('base64url')},${two.toString('base64url')}`;
    expect(readConfig({}, {}).secretKeys).toEqual([]);
    expect(readConfig({}, { ROLLCALL_SECRET_KEY: text }).secretKeys).toEqual([one, two]);
    const wrong = { ROLLCALL_SECRET_KEY: text.slice(2) };
    expect(() => readConfig({}, wrong)).toThrow(/ROLLCALL_SECRET_KEY has to be 32 bytes/);
    expect(() => readConfig({}, wrong)).not.toThrow(text.slice(4, 20));
    expect(() => readConfig({ secretKeyFile: '/no/such' }, {})).toThrow('no file /no/such');
    const both = { ROLLCALL_SECRET_KEY: text, ROLLCALL_SECRET_KEY_FILE: '/x' };
    expect(() => readConfig({}, both)).toThrow('--secret-key-file');
    const directory = mkdtempSync(join(tmpdir(), 'rollcall-config-'));
    const path = join(directory, 'keys');
    writeFileSync(path, text.replace(',', '\n'));
    expect(readConfig({ secretKeyFile: path }, {}).secretKeys).toEqual([one, two]);
    writeFileSync(path, 'a wrong secret');
    expect(() => readConfig({ secretKeyFile: path }, {})).toThrow(
      /^(?!.*a wrong secret).*keys of 32/s,
    );
    rmSync(directory, { recursive: true });
  });
  it('a switch is a word in the environment', () => {
    expect(readConfig({}, {}).allowPrivateAddresses).toBe(false);
    expect(readConfig({ allowPrivateAddresses: true }, {}).allowPrivateAddresses).toBe(true);
    const variable = 'ROLLCALL_ALLOW_PRIVATE_ADDRESSES';
    expect(readConfig({}, { [variable]: 'true' }).allowPrivateAddresses).toBe(true);
    expect(readConfig({}, { [variable]: 'false' }).allowPrivateAddresses).toBe(false);
    expect(() => readConfig({}, { [variable]: '1' })).toThrow('--allow-private-addresses');
  });
  it('that nobody knows are refused by name', () => {
    expect(() => readConfig({}, { ROLLCALL_PROT: '1' })).toThrow('ROLLCALL_PROT');
  });
});
