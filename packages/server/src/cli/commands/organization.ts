import { z } from 'zod';
import { seatUse } from '../../members/index.ts';
import {
  createOrganization,
  deleteOrganization,
  findOrganization,
  listOrganizations,
  setNotices,
  setPlan,
  setSeats,
  setSuspended,
} from '../../organizations/index.ts';
import { type Command, changing, command, type Option } from '../command.ts';
import { onOff, readEnd } from '../inputs.ts';
import { fields, table } from '../text.ts';

const PLAN: Option = {
  flags: '--plan <plan>',
  description: 'id of a plan, such as free, team or enterprise; see plan list',
  required: true,
};
const PLAN_ENDS: Option = {
  flags: '--plan-ends <when>',
  description: 'when the plan lapses: never, days, or a date',
  defaultValue: 'never',
};
const SEATS_MAX = 100_000_000;
const named = z.strictObject({ argument: z.string().min(1) });

export const organizationCommands: readonly Command[] = [
  command({
    name: 'organization create',
    description: 'make an organisation with its connection Default',
    options: [
      { flags: '--name <name>', description: 'name of the customer', required: true },
      { flags: '--slug <slug>', description: 'short name; made from the name when left out' },
      PLAN,
      PLAN_ENDS,
      {
        flags: '--invitations <policy>',
        description: 'of its connection: send, hold or none',
        defaultValue: 'send',
      },
    ],
    input: z.strictObject({
      invitations: z.enum(['send', 'hold', 'none']).default('send'),
      name: z.string(),
      slug: z.string().optional(),
      plan: z.string(),
      planEnds: z.string(),
    }),
    async run(app, { name, slug, plan, planEnds, invitations }, actor) {
      const planEndsAt = readEnd(planEnds, app.clock());
      const created = await createOrganization(
        app,
        { name, slug, planId: plan, planEndsAt, invitations },
        actor,
      );
      await app.registry.refresh(created.id);
      return created;
    },
    text: fields,
  }),
  command({
    name: 'organization list',
    description: 'all organisations',
    options: [],
    input: z.strictObject({}),
    run: (app) => listOrganizations(app.reader),
    text: (rows) => table(rows, ['slug', 'name', 'plan', 'id'], 'There is no organisation yet.'),
  }),
  command({
    name: 'organization show',
    description: 'one organisation',
    argument: '<slug>',
    options: [],
    input: named,
    async run(app, { argument }) {
      const organization = await findOrganization(app.reader, argument);
      return { ...organization, ...(await seatUse(app.reader, organization.id)) };
    },
    text: fields,
  }),
  command({
    name: 'organization set-plan',
    description: 'change what an organisation has bought',
    argument: '<slug>',
    options: [PLAN, PLAN_ENDS],
    input: named.extend({ plan: z.string(), planEnds: z.string() }),
    run(app, { argument, plan, planEnds }, actor) {
      const end = readEnd(planEnds, app.clock());
      return changing(app, argument, actor, (context) => setPlan(app, context, plan, end));
    },
    text: fields,
  }),
  command({
    name: 'organization set-seats',
    description: 'change how many members may be active: a number, or plan for that of the plan',
    argument: '<slug>',
    options: [{ flags: '--seats <n>', description: 'a number, or plan', required: true }],
    input: named.extend({
      seats: z.union([
        z.literal('plan').transform(() => null),
        z.coerce.number().int().min(1).max(SEATS_MAX),
      ]),
    }),
    run: (app, { argument, seats }, actor) =>
      changing(app, argument, actor, (context) => setSeats(app, context, seats)),
    text: fields,
  }),
  command({
    name: 'organization set-notices',
    description: 'mail notices to the Org Admins, or do not',
    argument: '<slug>',
    options: [{ flags: '--send <on|off>', description: 'whether to mail them', required: true }],
    input: named.extend({ send: onOff }),
    run: (app, { argument, send }, actor) =>
      changing(app, argument, actor, (context) => setNotices(app, context, send)),
    text: fields,
  }),
  suspension('suspend', 'refuse all tokens of an organisation', true),
  suspension('resume', 'accept the tokens of a suspended organisation again', false),
  command({
    name: 'organization delete',
    description: 'remove an organisation and everything of it, for ever',
    argument: '<slug>',
    options: [{ flags: '--confirm <slug>', description: 'its short name, typed again' }],
    input: named.extend({ confirm: z.string().optional() }),
    async run(app, { argument, confirm }) {
      const gone = await deleteOrganization(app, argument, confirm);
      await app.registry.refresh(gone.id);
      return gone;
    },
    text: ({ slug }) => `${slug} is deleted.`,
  }),
];

function suspension(verb: string, description: string, isSuspended: boolean): Command {
  return command({
    name: `organization ${verb}`,
    description,
    argument: '<slug>',
    options: [],
    input: named,
    run: (app, { argument }, actor) =>
      changing(app, argument, actor, (context) => setSuspended(app, context, isSuspended)),
    text: fields,
  });
}
