import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { parseDatabaseUrl } from './hosts.ts';
import { clientConfig } from './one-connection.ts';

describe('libpq connection URIs', () => {
  it.each([
    ['postgresql://u:p@h/db', ['postgresql://u:p@h/db']],
    ['postgres://h:5433/db', ['postgres://h:5433/db']],
    [
      'postgresql://u:p%40@a:1,b:2/db?target_session_attrs=read-write&sslmode=verify-full',
      [
        'postgresql://u:p%40@a:1/db?sslmode=verify-full',
        'postgresql://u:p%40@b:2/db?sslmode=verify-full',
      ],
    ],
    [
      'postgresql://u@[::1]:5432,[::2]/db',
      ['postgresql://u@[::1]:5432/db', 'postgresql://u@[::2]/db'],
    ],
  ])('%s', (text, urls) => {
    expect(parseDatabaseUrl(text)).toEqual(urls);
  });

  it.each([
    'mysql://u:p@h/db',
    'postgresql://u:p@h',
    'postgresql://u:p@/db',
    'postgresql://u:p@ss@h/db',
    'postgresql://u:12/w@h/db',
    'postgresql://u:12/w?x@h/db',
    'postgresql://u:p@h:port/db',
    'postgresql://u:p@a,,b/db',
    'postgresql://u:p@h/db?target_session_attrs=standby',
    'data',
    '',
  ])('not %s', (text) => {
    expect(parseDatabaseUrl(text)).toBeUndefined();
  });

  it('what a URL sets does not put our own settings out of force', () => {
    const url =
      'postgresql://u:p%2B+@h/db?options=-c%20search_path%3Dx&statement_timeout=1&sslmode=disable';
    const client = new Client(clientConfig(url, 'rollcall_app'));
    const given = Reflect.get(client, 'connectionParameters');
    expect(given).toMatchObject({
      options: '-c search_path=x -c role=rollcall_app',
      application_name: 'rollcall',
      statement_timeout: false,
      password: 'p++',
      ssl: false,
    });
  });
});
