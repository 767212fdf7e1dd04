import { resolve } from 'node:path';
import { readConfig } from '../../config.ts';
import { Refusal } from '../../core.ts';
import { settingsOfPlace } from '../execute.ts';
import { localCommand } from '../local-command.ts';
import { fields } from '../text.ts';
import type { RestoreResult } from './restore-file.ts';

export const restoreCommand = localCommand<RestoreResult>({
  name: 'restore',
  description: 'put a backup in the place of the database of a data directory, after checking it',
  argument: '<file>',
  options: [
    { flags: '--data <dir>', description: 'data directory; else ROLLCALL_DATA, else ./data' },
    { flags: '--database-url <url>', description: 'refused: PostgreSQL has tools of its own' },
    {
      flags: '--replace',
      description: 'also if there is data; the old database is kept beside it',
    },
  ],
  async run({ argument, data, databaseUrl, replace }) {
    const config = readConfig({ data, databaseUrl }, settingsOfPlace(process.env));
    if (config.databaseUrl !== undefined) {
      throw new Refusal(
        'refused',
        'A backup file belongs to the embedded database. Restore PostgreSQL with its own tools ' +
          '(pg_restore from pg_dump, or a recovery to a point in time), or restore into a data ' +
          'directory and move it with `rollcall copy`.',
      );
    }
    const { restoreFile } = await import('./restore-file.ts');
    return restoreFile(config.dataDir, resolve(String(argument)), {
      isReplacing: replace === true,
      now: new Date(),
    });
  },
  text: (result) =>
    `${fields(result)}\n\nA token that was revoked after the backup was made is valid again: ` +
    'revoke it before the server is started.',
});
