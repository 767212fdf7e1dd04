import { z } from 'zod';
import { type Command, command } from '../command.ts';
import { fields } from '../text.ts';
import { backup } from './backup.ts';
import { doctor } from './doctor.ts';

export const operationCommands: readonly Command[] = [
  command({
    name: 'doctor',
    description: 'check the database, where it lies, and what runs out soon',
    options: [],
    input: z.strictObject({}),
    run: (app) => doctor(app),
    text: ({ checks }) =>
      checks
        .map(({ ok, name, message }) => `${ok ? 'ok  ' : 'FAIL'}  ${name}: ${message}`)
        .join('\n'),
  }),
  command({
    name: 'backup',
    description: 'copy the database to a new file while it is used, and check the copy',
    argument: '<file>',
    options: [],
    input: z.strictObject({ argument: z.string().min(1) }),
    run: (app, { argument }) => backup(app, argument),
    text: fields,
  }),
];
