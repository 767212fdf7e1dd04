import { z } from 'zod';
import type { App } from '../../app.ts';
import { Refusal } from '../../core.ts';
import { findGroup } from '../../groups/index.ts';
import { emailOrIdOf } from '../../members/index.ts';
import {
  decideAll,
  listGrants,
  permissionsOf,
  removeGrant,
  type Subject,
  setGrant,
} from '../../permissions/index.ts';
import { type Command, changing, command, contextFor, type Option } from '../command.ts';
import { ORGANIZATION, organizationInput } from '../inputs.ts';
import { fields, table } from '../text.ts';

const ENTRY_POINT: Option = {
  flags: '--entry-point <key>',
  description: 'on which entry point',
  required: true,
};
const ROLE: Option = { flags: '--role <key>', description: 'which role', required: true };
const wanted = organizationInput.extend({ entryPoint: z.string(), role: z.string() });
const about = organizationInput.extend({ argument: z.string().min(1) });

export const grantCommands: readonly Command[] = [
  command({
    name: 'grant set',
    description: 'give a member, or everybody in a group, a role on an entry point',
    options: [
      ORGANIZATION,
      ENTRY_POINT,
      ROLE,
      { flags: '--member <email or id>', description: 'to this member' },
      { flags: '--group <name or id>', description: 'to the members of this group' },
    ],
    input: wanted.extend({ member: z.string().optional(), group: z.string().optional() }),
    run: (app, { organization, entryPoint, role, member, group }, actor) =>
      changing(app, organization, actor, async (context) => {
        const subject = await subjectOf(app, context.organizationId, member, group);
        return setGrant(app, context, { entryPoint, role, subject });
      }),
    text: ({ subject, ...rest }) => fields({ ...rest, [subject.kind]: subject.id }),
  }),
  command({
    name: 'grant list',
    description: 'who was given which role where',
    options: [ORGANIZATION],
    input: organizationInput,
    async run(app, { organization }, actor) {
      const { organizationId } = await contextFor(app, organization, actor);
      return listGrants(app.reader, organizationId);
    },
    text: (rows) =>
      table(
        rows.map(({ subject, ...row }) => ({ ...row, to: `${subject.kind} ${subject.id}` })),
        ['entryPoint', 'role', 'to', 'createdBy', 'id'],
        'None.',
      ),
  }),
  command({
    name: 'grant remove',
    description: 'take a grant back',
    argument: '<id>',
    options: [ORGANIZATION],
    input: about,
    run: (app, { organization, argument }, actor) =>
      changing(app, organization, actor, (context) => removeGrant(app, context, argument)),
    text: ({ id }) => `${id} is taken back.`,
  }),
];

export const permissionCommands: readonly Command[] = [
  command({
    name: 'permission show',
    description: 'the role of a member on each entry point, and why',
    argument: '<email or id>',
    options: [ORGANIZATION],
    input: about,
    async run(app, { organization, argument }, actor) {
      const { organizationId } = await contextFor(app, organization, actor);
      const id = await emailOrIdOf(app.reader, organizationId, argument);
      return permissionsOf(app.reader, organizationId, id);
    },
    text: ({ active, permissions }) =>
      active
        ? table(
            permissions.map(({ entryPoint, role, because }) => ({
              entryPoint: entryPoint.key,
              role,
              because: because.map(
                ({ groups }) => groups.map(({ name }) => name).join(' › ') || 'own',
              ),
            })),
            ['entryPoint', 'role', 'because'],
            'None.',
          )
        : 'None: the member is not active.',
  }),
  command({
    name: 'permission check',
    description: 'whether a member has at least a role on an entry point',
    argument: '<email or id>',
    options: [ORGANIZATION, ENTRY_POINT, ROLE],
    input: wanted.extend({ argument: z.string().min(1) }),
    async run(app, { organization, argument, entryPoint, role }, actor) {
      const { organizationId } = await contextFor(app, organization, actor);
      const id = await emailOrIdOf(app.reader, organizationId, argument);
      const question = { member: { kind: 'member', id }, entryPoint, role } as const;
      const [decision] = await decideAll(app.reader, organizationId, [question]);
      return { allowed: decision?.isAllowed === true, reason: decision?.reason ?? null };
    },
    text: ({ allowed, reason }) => (allowed ? 'Yes.' : `No. ${reason}`),
  }),
];

async function subjectOf(
  app: App,
  organizationId: string,
  member: string | undefined,
  group: string | undefined,
): Promise<Subject> {
  if ((member === undefined) === (group === undefined)) {
    throw new Refusal('invalid', 'Say to whom: either --member or --group.');
  }
  if (member !== undefined) {
    return { kind: 'member', id: await emailOrIdOf(app.reader, organizationId, member) };
  }
  const { id } = await findGroup(app.reader, organizationId, group ?? '');
  return { kind: 'group', id };
}
