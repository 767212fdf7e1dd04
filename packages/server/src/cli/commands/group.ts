import { z } from 'zod';
import {
  changeGroupMember,
  createGroup,
  deleteGroup,
  findGroup,
  listGroups,
  renameGroup,
} from '../../groups/index.ts';
import { emailOrIdOf } from '../../members/index.ts';
import { type Command, changing, command, contextFor } from '../command.ts';
import { ORGANIZATION, organizationInput } from '../inputs.ts';
import { fields, table } from '../text.ts';

const named = organizationInput.extend({ argument: z.string().min(1) });

export const groupCommands: readonly Command[] = [
  command({
    name: 'group list',
    description: 'groups, made here and pushed by identity providers',
    options: [ORGANIZATION],
    input: organizationInput,
    async run(app, { organization }, actor) {
      const { organizationId } = await contextFor(app, organization, actor);
      return listGroups(app.reader, organizationId);
    },
    text: (rows) => table(rows, ['name', 'connectionId', 'id'], 'None.'),
  }),
  command({
    name: 'group create',
    description: 'make a group',
    argument: '<name>',
    options: [ORGANIZATION],
    input: named,
    run: (app, { organization, argument }, actor) =>
      changing(app, organization, actor, (context) => createGroup(app, context, argument)),
    text: fields,
  }),
  command({
    name: 'group rename',
    description: 'give a group that was made here another name',
    argument: '<name or id>',
    options: [ORGANIZATION, { flags: '--name <name>', description: 'the new one', required: true }],
    input: named.extend({ name: z.string() }),
    run: (app, { organization, argument, name }, actor) =>
      changing(app, organization, actor, async (context) => {
        const { id } = await findGroup(app.reader, context.organizationId, argument);
        return renameGroup(app, context, id, name);
      }),
    text: fields,
  }),
  command({
    name: 'group delete',
    description: 'remove a group that was made here, and what it gave',
    argument: '<name or id>',
    options: [ORGANIZATION],
    input: named,
    run: (app, { organization, argument }, actor) =>
      changing(app, organization, actor, async (context) => {
        const { id } = await findGroup(app.reader, context.organizationId, argument);
        return deleteGroup(app, context, id);
      }),
    text: ({ id }) => `${id} is deleted.`,
  }),
  ...(['add', 'remove'] as const).map((what) =>
    command({
      name: `group ${what}-member`,
      description: `${what} a member ${what === 'add' ? 'to' : 'from'} a group that was made here`,
      argument: '<name or id>',
      options: [
        ORGANIZATION,
        { flags: '--member <email or id>', description: 'which member', required: true },
      ],
      input: named.extend({ member: z.string().min(1) }),
      run: (app, { organization, argument, member }, actor) =>
        changing(app, organization, actor, async (context) => {
          const { id } = await findGroup(app.reader, context.organizationId, argument);
          const memberId = await emailOrIdOf(app.reader, context.organizationId, member);
          return changeGroupMember(app, context, id, memberId, what);
        }),
      text: ({ changed }) => (changed ? 'Done.' : 'Nothing to change.'),
    }),
  ),
];
