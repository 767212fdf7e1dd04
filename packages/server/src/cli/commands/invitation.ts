import { z } from 'zod';
import type { App } from '../../app.ts';
import { findConnection } from '../../connections/index.ts';
import { Refusal } from '../../core.ts';
import {
  INVITATION_STATES,
  INVITATIONS_PAGE_MAX,
  invitationById,
  listInvitations,
  makeInvitationLink,
  previewHeld,
  previewMail,
  releaseHeld,
  releaseInvitation,
  resendInvitation,
  withdrawInvitation,
} from '../../invitations/index.ts';
import { invite, inviteMany, readRoles } from '../../joining/index.ts';
import { findMail } from '../../mail/index.ts';
import { type Command, changing, command, contextFor, type Option } from '../command.ts';
import { ORGANIZATION, organizationInput } from '../inputs.ts';
import { fields, onTerminal, table } from '../text.ts';

const CONNECTION: Option = {
  flags: '--connection <name>',
  description: 'only those of this connection',
};
const HOLD: Option = { flags: '--hold', description: 'mail nothing until it is released' };
const aSwitch = z.boolean().default(false);
const named = organizationInput.extend({ argument: z.string().min(1) });
const ofConnection = organizationInput.extend({ connection: z.string().optional() });

export const invitationCommands: readonly Command[] = [
  command({
    name: 'invitation list',
    description: 'who was invited, oldest first',
    options: [
      ORGANIZATION,
      { flags: '--state <state>', description: INVITATION_STATES.join(', ') },
      CONNECTION,
      { flags: '--search <text>', description: 'part of a name or an address' },
      { flags: '--after <id>', description: 'the page after this invitation' },
      { flags: '--limit <n>', description: 'how many at most', defaultValue: '50' },
    ],
    input: ofConnection.extend({
      state: z.enum(INVITATION_STATES as [string, ...string[]]).optional(),
      search: z.string().min(1).optional(),
      after: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(INVITATIONS_PAGE_MAX).default(50),
    }),
    async run(app, { organization, state, connection, search, after, limit }, actor) {
      const { organizationId } = await contextFor(app, organization, actor);
      const connectionId = await connectionIdOf(app, organizationId, connection);
      return listInvitations(app.reader, organizationId, {
        state: INVITATION_STATES.find((one) => one === state),
        connectionId,
        text: search,
        after,
        limit,
      });
    },
    text({ invitations, next }) {
      const columns = ['email', 'displayName', 'state', 'holdReason', 'sentAt', 'expiresAt', 'id'];
      const rows = table(invitations, columns, 'None.');
      return next === null ? rows : `${rows}\n\nThere may be more: add --after ${next}`;
    },
  }),
  command({
    name: 'invitation show',
    description: 'one invitation, and what became of its mail',
    argument: '<id>',
    options: [ORGANIZATION],
    input: named,
    async run(app, { organization, argument }, actor) {
      const { organizationId } = await contextFor(app, organization, actor);
      const invitation = await invitationById(app.reader, organizationId, argument);
      const { roles, mailId } = invitation;
      return {
        ...invitation,
        roles: roles.map(({ entryPoint, role }) => `${entryPoint}=${role}`),
        mail: mailId === null ? null : await stateOfMail(app, mailId),
      };
    },
    text: fields,
  }),
  command({
    name: 'invitation preview',
    description: 'who would be mailed by a release, and what they would read; changes nothing',
    argument: '[id]',
    options: [ORGANIZATION, CONNECTION],
    input: ofConnection.extend({ argument: z.string().optional() }),
    async run(app, { organization, argument, connection }, actor) {
      const { organizationId } = await contextFor(app, organization, actor);
      if (argument === undefined) {
        const connectionId = await connectionIdOf(app, organizationId, connection);
        return previewHeld(app.reader, organizationId, connectionId);
      }
      const invitation = await invitationById(app.reader, organizationId, argument);
      const mail = await previewMail(app.reader, organizationId, argument);
      const isReachable = invitation.email !== null;
      return {
        ...{ recipients: isReachable ? 1 : 0, withoutAddress: isReachable ? 0 : 1 },
        ...{ invitations: [invitation], mail },
      };
    },
    text({ recipients, withoutAddress, invitations, mail }) {
      const rows = table(invitations, ['email', 'displayName', 'state', 'id'], 'None.');
      const counts = `Would be mailed: ${recipients}. Without an address: ${withoutAddress}.`;
      if (mail === null) return `${counts}\n\n${rows}`;
      const lines = [mail.subject, '', ...mail.plainBody.split('\n')].map(onTerminal);
      return `${counts}\n\n${rows}\n\n${lines.join('\n')}`;
    },
  }),
  command({
    name: 'invitation release',
    description: 'mail an invitation that is held, or all that are',
    argument: '[id]',
    options: [ORGANIZATION, { flags: '--all', description: 'all that are held' }, CONNECTION],
    input: ofConnection.extend({ argument: z.string().optional(), all: aSwitch }),
    run: (app, { organization, argument, all, connection }, actor) =>
      changing(app, organization, actor, async (context) => {
        if ((argument === undefined) === !all) {
          throw new Refusal('invalid', 'Name one invitation, or give --all.');
        }
        if (argument !== undefined) {
          await releaseInvitation(app, context, argument);
          return { released: 1, withoutAddress: 0, more: false };
        }
        const connectionId = await connectionIdOf(app, context.organizationId, connection);
        return releaseHeld(app, context, connectionId);
      }),
    text: ({ released, withoutAddress }) =>
      `Released: ${released}. Still held for want of an address: ${withoutAddress}.`,
  }),
  command({
    name: 'invitation resend',
    description: 'mail a new link; every earlier one is dead',
    argument: '<id>',
    options: [ORGANIZATION],
    input: named,
    run: (app, { organization, argument }, actor) =>
      changing(app, organization, actor, (context) => resendInvitation(app, context, argument)),
    text: ({ email }) => `A new link is on its way to ${email}.`,
  }),
  command({
    name: 'invitation withdraw',
    description: 'end an invitation; its links are dead',
    argument: '<id>',
    options: [ORGANIZATION],
    input: named,
    run: (app, { organization, argument }, actor) =>
      changing(app, organization, actor, (context) => withdrawInvitation(app, context, argument)),
    text: () => 'Withdrawn.',
  }),
  command({
    name: 'invitation link',
    description:
      'make a link to hand over yourself, where no mail goes out; every earlier one is dead',
    argument: '<id>',
    options: [ORGANIZATION],
    input: named,
    run: (app, { organization, argument }, actor) =>
      changing(app, organization, actor, (context) =>
        makeInvitationLink(app, context, argument, app.config.publicUrl),
      ),
    text: ({ invitation, link }) =>
      `${link}\n\nIt is shown once and works once. Whoever has it is taken for ${invitation.email}: give it to nobody else.`,
  }),
  command({
    name: 'invitation create',
    description:
      'invite somebody who becomes a member by accepting, or a member without an account',
    options: [
      ORGANIZATION,
      { flags: '--email <address>', description: 'e-mail address', required: true },
      { flags: '--display-name <name>', description: 'name to show' },
      { flags: '--org-admin', description: 'may administer the organisation' },
      {
        flags: '--roles <roles>',
        description: 'roles on entry points: "billing=viewer;reports=admin"',
      },
      HOLD,
    ],
    input: organizationInput.extend({
      email: z.string(),
      displayName: z.string().trim().min(1).optional(),
      orgAdmin: aSwitch,
      roles: z.string().default(''),
      hold: aSwitch,
    }),
    run: (app, { organization, roles, hold, ...input }, actor) =>
      changing(app, organization, actor, (context) =>
        invite(app, context, { ...input, roles: readRoles(roles), isHeld: hold }),
      ),
    text: ({ roles, ...invitation }) =>
      fields({ ...invitation, roles: roles.map((one) => `${one.entryPoint}=${one.role}`) }),
  }),
  command({
    name: 'invitation import',
    description: 'invite everybody on a list: CSV with email, displayName, orgAdmin and roles',
    argument: '<file>',
    takesFile: true,
    options: [ORGANIZATION, HOLD],
    input: named.extend({ hold: aSwitch }),
    run: (app, { organization, argument, hold }, actor) =>
      changing(app, organization, actor, (context) => inviteMany(app, context, argument, hold)),
    text: (lines) => table(lines, ['line', 'email', 'result', 'reason'], 'The list is empty.'),
  }),
];

async function connectionIdOf(
  app: App,
  organizationId: string,
  name: string | undefined,
): Promise<string | undefined> {
  if (name === undefined) return undefined;
  return (await findConnection(app.reader, organizationId, name)).id;
}

/** Mail is kept for a month; the invitation may be older. */
async function stateOfMail(app: App, id: string): Promise<string> {
  try {
    const { state, lastError } = await findMail(app.reader, id);
    return lastError === null ? state : `${state}: ${lastError}`;
  } catch (error) {
    if (error instanceof Refusal) return 'no longer kept';
    throw error;
  }
}
