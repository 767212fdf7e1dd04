import { z } from 'zod';
import { listRoles, setRoles } from '../../permissions/index.ts';
import { type Command, command } from '../command.ts';
import { table } from '../text.ts';

const NONE = 'There is no role.';

export const roleCommands: readonly Command[] = [
  command({
    name: 'role list',
    description: 'the roles of the application, lowest first; each includes those before it',
    options: [],
    input: z.strictObject({}),
    run: (app) => listRoles(app.reader),
    text: (rows) => table(rows, ['key', 'name'], NONE),
  }),
  command({
    name: 'role set',
    description: 'replace the roles, as key=Name, lowest first, with commas between',
    argument: '<roles>',
    options: [],
    input: z.strictObject({ argument: z.string().min(1) }),
    run: (app, { argument }) => setRoles(app, argument.split(',').map(readRole)),
    text: (rows) => table(rows, ['key', 'name'], NONE),
  }),
];

/** `approver=Approver`; a key alone is its own name. */
function readRole(text: string): { readonly key: string; readonly name: string } {
  const mark = text.indexOf('=');
  const key = (mark === -1 ? text : text.slice(0, mark)).trim();
  return { key, name: mark === -1 ? key : text.slice(mark + 1).trim() };
}
