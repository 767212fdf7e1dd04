import { z } from 'zod';
import type { App } from '../../app.ts';
import { Refusal } from '../../core.ts';
import { EVERYBODY } from '../../db/index.ts';
import {
  createPlan,
  findPlan,
  type ListedPlan,
  listPlans,
  type PlanChange,
  updatePlan,
} from '../../organizations/index.ts';
import { FEATURES, type Feature } from '../../registry/index.ts';
import { type Command, command, type Option } from '../command.ts';
import { fields, table } from '../text.ts';

const SEATS_MAX = 100_000_000;
const NAME: Option = { flags: '--name <name>', description: 'what people read' };
const SEATS: Option = {
  flags: '--seats <n>',
  description: 'how many members may be active: a number, or unlimited',
};
const FEATURE: Option = {
  flags: '--features <features>',
  description: `what it has, with commas between: ${FEATURES.join(', ')}, or none`,
};

const named = z.strictObject({ argument: z.string().min(1) });
const settings = named.extend({
  name: z.string().optional(),
  features: z
    .string()
    .transform((text) => (text === 'none' ? [] : text.split(',').map((one) => one.trim())))
    .pipe(z.array(z.enum(FEATURES)))
    .optional(),
  seats: z
    .union([
      z.literal('unlimited').transform(() => null),
      z.coerce.number().int().min(1).max(SEATS_MAX),
    ])
    .optional(),
});

export const planCommands: readonly Command[] = [
  command({
    name: 'plan list',
    description: 'what organisations can buy, and how many have it',
    options: [],
    input: z.strictObject({}),
    run: (app) => listPlans(app.reader),
    text: (rows) =>
      table(rows.map(words), ['id', 'name', 'features', 'seats', 'organizations'], 'None.'),
  }),
  command({
    name: 'plan show',
    description: 'one plan',
    argument: '<plan>',
    options: [],
    input: named,
    run: (app, { argument }) => findPlan(app.reader, argument),
    text: (plan) => fields(words(plan)),
  }),
  command({
    name: 'plan create',
    description: 'make a plan; its id is what organization set-plan takes',
    argument: '<plan>',
    options: [
      { ...NAME, required: true },
      { ...FEATURE, required: true },
      { ...SEATS, defaultValue: 'unlimited' },
    ],
    input: settings.required({ name: true, features: true }),
    async run(app, { argument: id, name, features, seats = null }) {
      return known(app, await createPlan(app, { id, name, features, seats }));
    },
    text: (plan) => fields(words(plan)),
  }),
  command({
    name: 'plan update',
    description: 'change what everybody with the plan has, from their next request on',
    argument: '<plan>',
    options: [NAME, FEATURE, SEATS],
    input: settings,
    async run(app, { argument, ...given }, actor) {
      const changes = Object.entries(given).filter(([, value]) => value !== undefined);
      if (changes.length === 0) {
        throw new Refusal('invalid', 'Give at least one of --name, --features and --seats.');
      }
      const change: PlanChange = Object.fromEntries(changes);
      return known(app, await updatePlan(app, actor, argument, change));
    },
    text: (plan) => fields(words(plan)),
  }),
];

/** Lets the running server know; other nodes hear of it from the database. */
async function known(app: App, plan: ListedPlan): Promise<ListedPlan> {
  await app.registry.refresh(EVERYBODY);
  return plan;
}

function words({ features, seats, ...plan }: ListedPlan) {
  const list: readonly Feature[] = features;
  return { ...plan, features: list.join(', ') || 'none', seats: seats ?? 'unlimited' };
}
