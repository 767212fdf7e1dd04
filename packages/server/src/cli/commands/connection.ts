import { z } from 'zod';
import {
  BRAKE_BOUNDS,
  type ConnectionSettings,
  createConnection,
  DEFAULT_CONNECTION,
  DIALECTS,
  findConnection,
  listConnections,
  setConnection,
} from '../../connections/index.ts';
import { Refusal } from '../../core.ts';
import { letGo } from '../../held/index.ts';
import { type Command, changing, command, contextFor, type Option } from '../command.ts';
import { ORGANIZATION, onOff, organizationInput } from '../inputs.ts';
import { fields, table } from '../text.ts';

const SETTINGS: readonly Option[] = [
  { flags: '--mode <mode>', description: 'tolerant or strict' },
  { flags: '--dialect <name>', description: DIALECTS.join(', ') },
  { flags: '--link-policy <policy>', description: 'automatic, ask or never' },
  {
    flags: '--invitations <policy>',
    description: 'invite its people at once (send), when released (hold), or never (none)',
  },
  { flags: '--duplicate-group-names <on|off>', description: 'let two groups have one name' },
  { flags: '--groups <on|off>', description: 'let groups be pushed' },
  {
    flags: '--requests-per-second <n>',
    description: 'sustained rate; default for that of the service',
  },
  { flags: '--brake <on|off>', description: 'hold removals by the many until somebody decides' },
  { flags: '--brake-percent <n>', description: 'share that may go within the window' },
  { flags: '--brake-least <n>', description: 'how many may go whatever the share is' },
  { flags: '--brake-window-minutes <n>', description: 'length of the window' },
];

const whole = ({ min, max }: { readonly min: number; readonly max: number }) =>
  z.coerce.number().int().min(min).max(max).optional();

const settings = {
  mode: z.enum(['tolerant', 'strict']).optional(),
  dialect: z.enum(DIALECTS).optional(),
  linkPolicy: z.enum(['automatic', 'ask', 'never']).optional(),
  invitations: z.enum(['send', 'hold', 'none']).optional(),
  duplicateGroupNames: onOff.optional(),
  groups: onOff.optional(),
  requestsPerSecond: z
    .union([
      z.literal('default').transform(() => null),
      z.coerce.number().int().min(1).max(100_000),
    ])
    .optional(),
  brake: onOff.optional(),
  brakePercent: whole(BRAKE_BOUNDS.percent),
  brakeLeast: whole(BRAKE_BOUNDS.least),
  brakeWindowMinutes: whole(BRAKE_BOUNDS.windowMinutes),
};
type GivenSettings = z.output<z.ZodObject<typeof settings>>;

const named = organizationInput.extend({ argument: z.string().min(1) });

export const connectionCommands: readonly Command[] = [
  command({
    name: 'connection create',
    description: 'make a connection for one more identity provider',
    options: [
      ORGANIZATION,
      { flags: '--name <name>', description: 'its name', required: true },
      ...SETTINGS,
    ],
    input: organizationInput.extend({ name: z.string().trim().min(1).max(100), ...settings }),
    run: (app, { organization, name, ...given }, actor) =>
      changing(app, organization, actor, (context) =>
        createConnection(app, context, { ...DEFAULT_CONNECTION, ...changesOf(given), name }),
      ),
    text: fields,
  }),
  command({
    name: 'connection list',
    description: 'the connections of an organisation',
    options: [ORGANIZATION],
    input: organizationInput,
    async run(app, { organization }, actor) {
      const { organizationId } = await contextFor(app, organization, actor);
      return listConnections(app.reader, organizationId);
    },
    text: (rows) =>
      table(
        rows,
        ['name', 'mode', 'dialect', 'linkPolicy', 'invitations', 'users', 'groups', 'id'],
        'None.',
      ),
  }),
  command({
    name: 'connection show',
    description: 'one connection',
    argument: '<name>',
    options: [ORGANIZATION],
    input: named,
    async run(app, { organization, argument }, actor) {
      const { organizationId } = await contextFor(app, organization, actor);
      return findConnection(app.reader, organizationId, argument);
    },
    text: fields,
  }),
  command({
    name: 'connection set',
    description: 'change settings of a connection',
    argument: '<name>',
    options: [ORGANIZATION, { flags: '--name <name>', description: 'a new name' }, ...SETTINGS],
    input: named.extend({ name: z.string().trim().min(1).max(100).optional(), ...settings }),
    run: (app, { organization, argument, name, ...given }, actor) =>
      changing(app, organization, actor, async (context) => {
        const changes = { ...changesOf(given), ...(name === undefined ? {} : { name }) };
        if (Object.keys(changes).length === 0) {
          throw new Refusal('invalid', 'Give at least one setting to change; see --help.');
        }
        const { id } = await findConnection(app.reader, context.organizationId, argument);
        const set = await setConnection(app, context, id, changes);
        if (changes.brake === false) await letGo(app, context, id);
        return set;
      }),
    text: fields,
  }),
];

function changesOf({ groups, ...given }: GivenSettings): Partial<ConnectionSettings> {
  const all = { ...given, groupsEnabled: groups };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
