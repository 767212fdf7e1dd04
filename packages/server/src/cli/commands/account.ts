import { z } from 'zod';
import {
  linkUrl,
  listAccounts,
  sessionsOfMember,
  sessionsOfOrganization,
  showAccount,
  shown,
} from '../../accounts/index.ts';
import type { App } from '../../app.ts';
import { Refusal } from '../../core.ts';
import { emailOrIdOf } from '../../members/index.ts';
import { endSessionsFor, newAdminLink, newSetUpLink } from '../../sign-in/index.ts';
import { type Command, changing, command, contextFor, type Option } from '../command.ts';
import { ORGANIZATION, organizationInput } from '../inputs.ts';
import { fields, table } from '../text.ts';

const PUBLIC_URL: Option = {
  flags: '--public-url <url>',
  description: 'what the link starts with; else as the server has it, or ROLLCALL_PUBLIC_URL',
};
const publicUrl = z.url({ protocol: /^https?$/ }).optional();
const member = z.string().min(1);

export const accountCommands: readonly Command[] = [
  command({
    name: 'account list',
    description: "the accounts of an organisation's members",
    options: [ORGANIZATION],
    input: organizationInput,
    async run(app, { organization }, actor) {
      const { organizationId } = await contextFor(app, organization, actor);
      return listAccounts(app.reader, organizationId);
    },
    text: (rows) => table(rows, ['email', 'displayName', 'hasPassword', 'memberId', 'id'], 'None.'),
  }),
  command({
    name: 'account show',
    description: 'an account, and which member it is where',
    argument: '<email or id>',
    options: [],
    input: z.strictObject({ argument: z.string().min(1) }),
    run: (app, { argument }) => showAccount(app.reader, argument),
    text: ({ members, ...account }) =>
      `${fields(account)}\n\n${table(members, ['organization', 'memberId'], 'It leads nowhere.')}`,
  }),
];

export const sessionCommands: readonly Command[] = [
  command({
    name: 'session list',
    description: 'who is signed in, and from where',
    options: [ORGANIZATION, { flags: '--member <email or id>', description: 'only this one' }],
    input: organizationInput.extend({ member: member.optional() }),
    async run(app, { organization, member: named }, actor) {
      const { organizationId, at } = await contextFor(app, organization, actor);
      const { reader } = app;
      if (named === undefined) {
        return (await sessionsOfOrganization(reader, organizationId, at)).map(shown);
      }
      const id = await emailOrIdOf(reader, organizationId, named);
      return (await sessionsOfMember(reader, organizationId, id, at)).map(shown);
    },
    text: (rows) =>
      table(rows, ['memberId', 'method', 'createdAt', 'seenAt', 'address'], 'Nobody is signed in.'),
  }),
  command({
    name: 'session end',
    description: 'sign a member out everywhere',
    options: [
      ORGANIZATION,
      { flags: '--member <email or id>', description: 'whom', required: true },
    ],
    input: organizationInput.extend({ member }),
    run: (app, { organization, member: named }, actor) =>
      changing(app, organization, actor, async (context) => {
        const id = await emailOrIdOf(app.reader, context.organizationId, named);
        return { memberId: id, ended: await endSessionsFor(app, context, id) };
      }),
    text: ({ ended }) => `${ended} ended.`,
  }),
];

export const linkCommands: readonly Command[] = [
  command({
    name: 'setup-link',
    description: 'a link to make the first organisation and its Org Admin in the browser',
    options: [PUBLIC_URL],
    input: z.strictObject({ publicUrl }),
    async run(app, given) {
      const link = await newSetUpLink(app);
      if (link === undefined) {
        throw new Refusal(
          'refused',
          'The service is set up: somebody has an account. For an Org Admin who cannot sign in there is ' +
            'admin-link.',
        );
      }
      return {
        url: linkUrl(startOf(app, given.publicUrl), 'setup', link),
        expiresAt: link.expiresAt,
      };
    },
    text: fields,
  }),
  command({
    name: 'admin-link',
    description: 'a link that signs an Org Admin in, once, when nothing else does',
    options: [
      ORGANIZATION,
      { flags: '--member <email or id>', description: 'an active Org Admin', required: true },
      PUBLIC_URL,
    ],
    input: organizationInput.extend({ member, publicUrl }),
    run: (app, { organization, member: named, ...given }, actor) =>
      changing(app, organization, actor, async (context) => {
        const id = await emailOrIdOf(app.reader, context.organizationId, named);
        const link = await newAdminLink(app, context, id);
        return {
          url: linkUrl(startOf(app, given.publicUrl), 'admin', link),
          expiresAt: link.expiresAt,
        };
      }),
    text: fields,
  }),
];

function startOf({ config }: App, given: string | undefined): string {
  return (given ?? config.publicUrl).replace(/\/+$/, '');
}
