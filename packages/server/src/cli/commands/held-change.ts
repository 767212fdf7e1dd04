import { z } from 'zod';
import type { App } from '../../app.ts';
import { findConnection } from '../../connections/index.ts';
import { Refusal } from '../../core.ts';
import {
  discardHeld,
  HELD_PAGE_MAX,
  HELD_STATES,
  type HeldSelection,
  listHeld,
  OPEN_MINUTES_MAX,
  type Released,
  releaseHeld,
} from '../../held/index.ts';
import { type Command, changing, command, contextFor, type Option } from '../command.ts';
import { ORGANIZATION, organizationInput } from '../inputs.ts';
import { table } from '../text.ts';

const PAGE = '100';
const CONNECTION: Option = {
  flags: '--connection <name>',
  description: 'which connection, when there are several',
};
const WHICH: readonly Option[] = [
  ORGANIZATION,
  CONNECTION,
  { flags: '--id <ids>', description: 'these, with commas between' },
  { flags: '--all', description: 'all that the connection holds' },
];
const which = organizationInput.extend({
  connection: z.string().optional(),
  id: z.string().optional(),
  all: z.boolean().default(false),
});

export const heldChangeCommands: readonly Command[] = [
  command({
    name: 'connection held',
    description: 'removals that wait for a decision, since there were too many at once',
    options: [
      ORGANIZATION,
      { flags: '--connection <name>', description: 'only those of this connection' },
      { flags: '--state <state>', description: HELD_STATES.join(', '), defaultValue: 'held' },
      { flags: '--after <id>', description: 'those after this one: the end of the page before' },
      { flags: '--limit <n>', description: 'how many at most', defaultValue: PAGE },
    ],
    input: organizationInput.extend({
      connection: z.string().optional(),
      state: z.enum(HELD_STATES),
      after: z.string().default(''),
      limit: z.coerce.number().int().min(1).max(HELD_PAGE_MAX),
    }),
    async run(app, { organization, connection, ...page }, actor) {
      const { organizationId } = await contextFor(app, organization, actor);
      const connectionId =
        connection === undefined
          ? undefined
          : (await findConnection(app.reader, organizationId, connection)).id;
      return listHeld(app.reader, organizationId, { ...page, connectionId });
    },
    text({ changes, next }) {
      const columns = ['lastSeenAt', 'what', 'displayName', 'amount', 'tries', 'state', 'id'];
      const rows = table(changes, columns, 'None.');
      return next === null ? rows : `${rows}\n\nThere may be more: add --after ${next}`;
    },
  }),
  command({
    name: 'connection release',
    description: 'let held removals happen: people at once, members when the request is repeated',
    options: [
      ...WHICH,
      {
        flags: '--for <minutes>',
        description: `with --all: what comes within so long passes too, at most ${OPEN_MINUTES_MAX}`,
      },
    ],
    input: which.extend({ for: z.coerce.number().int().min(1).max(OPEN_MINUTES_MAX).optional() }),
    run: (app, { organization, for: minutes, ...given }, actor) =>
      changing(app, organization, actor, async (context) => {
        const selection = await selectionOf(app, context.organizationId, given);
        return releaseHeld(app, context, selection, minutes);
      }),
    text: releasedText,
  }),
  command({
    name: 'connection discard',
    description: 'close held removals: whom they are about stays',
    options: WHICH,
    input: which,
    run: (app, { organization, ...given }, actor) =>
      changing(app, organization, actor, async (context) =>
        discardHeld(app, context, await selectionOf(app, context.organizationId, given)),
      ),
    text: ({ discarded }) =>
      `${discarded} discarded. Mend the assignment in the identity provider, or they come back.`,
  }),
];

async function selectionOf(
  app: App,
  organizationId: string,
  {
    connection,
    id,
    all,
  }: { connection?: string | undefined; id?: string | undefined; all: boolean },
): Promise<HeldSelection> {
  if ((id === undefined) === !all) {
    throw new Refusal('invalid', 'Say which: either --id or --all. See connection held.');
  }
  if (id !== undefined) return { ids: id.split(',').map((text) => text.trim()) };
  const { id: connectionId } = await findConnection(app.reader, organizationId, connection);
  return { connectionId };
}

function releasedText({ released, applied, waiting }: Released): string {
  const rest =
    waiting === 0 ? '' : ` ${waiting} happen when the identity provider repeats its request.`;
  return `${released} released, ${applied} of them done.${rest}`;
}
