import { z } from 'zod';
import type { App } from '../../app.ts';
import type { Actor, ChangeContext } from '../../events/index.ts';
import {
  activateMember,
  createMember,
  deactivateMember,
  emailOrIdOf,
  eraseMember,
  linkClaim,
  listClaims,
  listMembers,
  separateClaim,
  setOrgAdmin,
  undoClaim,
} from '../../members/index.ts';
import { type Command, changing, command, contextFor } from '../command.ts';
import { ORGANIZATION, onOff, organizationInput } from '../inputs.ts';
import { fields, table } from '../text.ts';

const named = organizationInput.extend({ argument: z.string().min(1) });
const aSwitch = z.boolean().default(false);

const memberCommands: readonly Command[] = [
  command({
    name: 'member create',
    description: 'make a local member',
    options: [
      ORGANIZATION,
      { flags: '--email <address>', description: 'e-mail address', required: true },
      { flags: '--display-name <name>', description: 'name to show' },
      { flags: '--org-admin', description: 'may administer the organisation' },
      { flags: '--email-proven', description: 'you vouch that the address is theirs' },
      {
        flags: '--application-user-id <id>',
        description: "the application's own id of the person",
      },
    ],
    input: organizationInput.extend({
      email: z.string(),
      displayName: z.string().trim().min(1).max(200).optional(),
      orgAdmin: aSwitch,
      emailProven: aSwitch,
      applicationUserId: z.string().min(1).max(200).optional(),
    }),
    run: (app, { organization, ...input }, actor) =>
      changing(app, organization, actor, (context) => createMember(app, context, input)),
    text: fields,
  }),
  command({
    name: 'member list',
    description: 'the members of an organisation',
    options: [ORGANIZATION],
    input: organizationInput,
    async run(app, { organization }, actor) {
      const { organizationId } = await contextFor(app, organization, actor);
      return listMembers(app.reader, organizationId);
    },
    text: (rows) =>
      table(rows, ['email', 'displayName', 'active', 'orgAdmin', 'local', 'id'], 'None.'),
  }),
  command({
    name: 'member deactivate',
    description: "end a local member's access",
    argument: '<email or id>',
    options: [ORGANIZATION],
    input: named,
    run: (app, { organization, argument }, actor) =>
      changingMember(app, { organization, argument }, actor, (context, id) =>
        deactivateMember(app, context, id),
      ),
    text: ({ active }) =>
      active ? 'Deactivated here, but still active through an identity provider.' : 'Deactivated.',
  }),
  command({
    name: 'member activate',
    description: 'give a local member its access back',
    argument: '<email or id>',
    options: [ORGANIZATION],
    input: named,
    run: (app, { organization, argument }, actor) =>
      changingMember(app, { organization, argument }, actor, (context, id) =>
        activateMember(app, context, id),
      ),
    text: () => 'Active. Permissions are back; sessions and tokens are not.',
  }),
  command({
    name: 'member set-org-admin',
    description: 'make a member Org Admin, or take that away',
    argument: '<email or id>',
    options: [
      ORGANIZATION,
      { flags: '--to <on|off>', description: 'whether it is one', required: true },
    ],
    input: named.extend({ to: onOff }),
    run: (app, { organization, argument, to }, actor) =>
      changingMember(app, { organization, argument }, actor, (context, id) =>
        setOrgAdmin(app, context, id, to),
      ),
    text: fields,
  }),
  command({
    name: 'member erase',
    description: 'remove the personal data of somebody who has left, for ever',
    argument: '<email or id>',
    options: [
      ORGANIZATION,
      { flags: '--confirm <email or id>', description: 'the same, typed again' },
    ],
    input: named.extend({ confirm: z.string().optional() }),
    run: (app, { organization, argument, confirm }, actor) =>
      changing(app, organization, actor, (context) => eraseMember(app, context, argument, confirm)),
    text: ({ id, records }) =>
      `Member ${id} is erased; ${records} audit records have no details any more. Backups still have them.`,
  }),
];

const claimCommands: readonly Command[] = [
  command({
    name: 'claim list',
    description: 'users that wait to be linked to a member or not',
    options: [ORGANIZATION, { flags: '--all', description: 'decided ones, too' }],
    input: organizationInput.extend({ all: aSwitch }),
    async run(app, { organization, all }, actor) {
      const { organizationId } = await contextFor(app, organization, actor);
      return listClaims(app.reader, organizationId, { waitingOnly: !all });
    },
    text: (rows) =>
      table(rows, ['userName', 'reason', 'candidates', 'decision', 'id'], 'No claim waits.'),
  }),
  command({
    name: 'claim link',
    description: 'the user is this member',
    argument: '<claim>',
    options: [
      ORGANIZATION,
      { flags: '--member <id>', description: 'which member, when several match' },
    ],
    input: named.extend({ member: z.string().optional() }),
    run: (app, { organization, argument, member }, actor) =>
      changing(app, organization, actor, (context) => linkClaim(app, context, argument, member)),
    text: ({ userName, memberId }) => `${userName} is linked to member ${memberId}.`,
  }),
  command({
    name: 'claim separate',
    description: 'the user is somebody else',
    argument: '<claim>',
    options: [ORGANIZATION],
    input: named,
    run: (app, { organization, argument }, actor) =>
      changing(app, organization, actor, (context) => separateClaim(app, context, argument)),
    text: ({ userName, memberId }) => `${userName} is a member of its own: ${memberId}.`,
  }),
  command({
    name: 'claim undo',
    description: 'take a decision back',
    argument: '<claim>',
    options: [ORGANIZATION],
    input: named,
    run: (app, { organization, argument }, actor) =>
      changing(app, organization, actor, (context) => undoClaim(app, context, argument)),
    text: ({ userName }) => `${userName} waits again.`,
  }),
];

/** A change of the member that the argument names. */
function changingMember<R>(
  app: App,
  { organization, argument }: z.output<typeof named>,
  actor: Actor,
  change: (context: ChangeContext, id: string) => Promise<R>,
): Promise<R> {
  return changing(app, organization, actor, async (context) =>
    change(context, await emailOrIdOf(app.reader, context.organizationId, argument)),
  );
}

export { claimCommands, memberCommands };
