import { expect, test } from 'vitest';
import { askPostgres } from '../../../../../test/support/ask-postgres.ts';
import { createTestDatabase } from '../../../../../test/support/postgres.ts';
import { openPostgres } from '../index.ts';

test('a database in another encoding than UTF-8 is refused, with what to do', async () => {
  const { url, drop } = await createTestDatabase();
  const admin = url.replace(/\/[^/]*$/, '/postgres');
  const name = `${url.split('/').at(-1)}_ascii`;
  const template = "encoding 'SQL_ASCII' locale 'C' template template0";
  await askPostgres(admin, `create database ${name} ${template}`);
  try {
    await expect(openPostgres(url.replace(/[^/]*$/, name))).rejects.toThrow(
      /encoding SQL_ASCII.*needs UTF8/,
    );
  } finally {
    await askPostgres(admin, `drop database ${name} with (force)`);
    await drop();
  }
});
