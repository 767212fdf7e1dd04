import { z } from 'zod';
import { Refusal } from '../../core.ts';
import { deleteEntryPoint, listEntryPoints, putEntryPoints } from '../../permissions/index.ts';
import { type Command, changing, command, contextFor } from '../command.ts';
import { ORGANIZATION, organizationInput } from '../inputs.ts';
import { fields, table } from '../text.ts';

const keyed = organizationInput.extend({ argument: z.string().min(1) });

export const entryPointCommands: readonly Command[] = [
  command({
    name: 'entry-point list',
    description: 'the parts of the application that people are given roles on',
    options: [ORGANIZATION],
    input: organizationInput,
    async run(app, { organization }, actor) {
      const { organizationId } = await contextFor(app, organization, actor);
      return listEntryPoints(app.reader, organizationId);
    },
    text: (rows) => table(rows, ['key', 'name', 'description', 'id'], 'None.'),
  }),
  command({
    name: 'entry-point set',
    description: 'make an entry point, or give one another name',
    argument: '<key>',
    options: [
      ORGANIZATION,
      { flags: '--name <name>', description: 'what people read', required: true },
      { flags: '--description <text>', description: 'what it is for' },
    ],
    input: keyed.extend({ name: z.string(), description: z.string().optional() }),
    run: (app, { organization, argument: key, ...input }, actor) =>
      changing(app, organization, actor, async (context) => {
        const [put] = await putEntryPoints(app, context, [{ ...input, key }]);
        return { ...put };
      }),
    text: fields,
  }),
  command({
    name: 'entry-point import',
    description: 'make or rename the entry points of a JSON file: [{"key", "name", "description"}]',
    argument: '<file>',
    takesFile: true,
    options: [ORGANIZATION],
    input: keyed,
    run: (app, { organization, argument }, actor) => {
      const inputs = readEntryPoints(argument);
      return changing(app, organization, actor, (context) => putEntryPoints(app, context, inputs));
    },
    text: (rows) => table(rows, ['key', 'name', 'description', 'id'], 'The file has none.'),
  }),
  command({
    name: 'entry-point delete',
    description: 'remove an entry point that nobody has a role on',
    argument: '<key>',
    options: [ORGANIZATION],
    input: keyed,
    run: (app, { organization, argument }, actor) =>
      changing(app, organization, actor, (context) => deleteEntryPoint(app, context, argument)),
    text: ({ key }) => `${key} is deleted.`,
  }),
];

const entryPoints = z.array(
  z.strictObject({ key: z.string(), name: z.string(), description: z.string().optional() }),
);

/** @throws Refusal `invalid`. */
function readEntryPoints(text: string): z.output<typeof entryPoints> {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new Refusal('invalid', 'The file is not JSON.');
  }
  const result = entryPoints.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Refusal('invalid', `In the file, ${issue?.path.join('.') || 'all'}: ${issue?.message}`);
}
