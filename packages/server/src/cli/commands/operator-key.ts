import { z } from 'zod';
import { createOperatorKey, listOperatorKeys, revokeOperatorKey } from '../../operators/index.ts';
import { type Command, command } from '../command.ts';
import { readEnd } from '../inputs.ts';
import { fields, table } from '../text.ts';

export const operatorKeyCommands: readonly Command[] = [
  command({
    name: 'operator-key create',
    description: "make a key for the operator's API; it is printed once",
    options: [
      { flags: '--name <name>', description: 'what it is for', required: true },
      {
        flags: '--expires <when>',
        description: 'never, days, or a date',
        defaultValue: '365',
      },
    ],
    input: z.strictObject({ name: z.string(), expires: z.string() }),
    run: (app, { name, expires }) => createOperatorKey(app, name, readEnd(expires, app.clock())),
    text: fields,
  }),
  command({
    name: 'operator-key list',
    description: "the keys of the operator's API",
    options: [],
    input: z.strictObject({}),
    run: (app) => listOperatorKeys(app.reader),
    text: (rows) =>
      table(rows, ['name', 'hint', 'expiresAt', 'lastUsedAt', 'revokedAt', 'id'], 'None.'),
  }),
  command({
    name: 'operator-key revoke',
    description: 'refuse a key from now on',
    argument: '<id>',
    options: [],
    input: z.strictObject({ argument: z.string().min(1) }),
    run: (app, { argument }) => revokeOperatorKey(app, argument),
    text: fields,
  }),
];
