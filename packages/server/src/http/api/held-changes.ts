/** What is asked about held changes and decided about them, over the operator's API and the console's alike. */
import { z } from 'zod';
import type { App } from '../../app.ts';
import { findConnection } from '../../connections/index.ts';
import type { ChangeContext } from '../../events/index.ts';
import {
  discardHeld,
  HELD_PAGE_MAX,
  HELD_STATES,
  type HeldSelection,
  listHeld,
  OPEN_MINUTES_MAX,
  releaseHeld,
} from '../../held/index.ts';
import { readQuery } from './read-query.ts';

const PAGE = 100;

const page = z.strictObject({
  connection: z.string().min(1).optional(),
  state: z.enum(HELD_STATES).default('held'),
  after: z.string().max(100).default(''),
  limit: z.coerce.number().int().min(1).max(HELD_PAGE_MAX).default(PAGE),
});
const WHICH = 'Name either "ids", or a "connection" and "all": true.';
const which = {
  ids: z.array(z.string()).min(1).max(HELD_PAGE_MAX).optional(),
  connection: z.string().min(1).optional(),
  all: z.literal(true).optional(),
};
type Which = z.output<z.ZodObject<typeof which>>;
const isEither = ({ ids, connection, all }: Which) =>
  (ids === undefined) === (connection !== undefined && all === true) &&
  (connection === undefined) === (all === undefined);

/** Some by their ids, or all of a connection. */
export const discardInput = z.strictObject(which).refine(isEither, WHICH);
/** The same, and for how long further removals of the connection may pass. */
export const releaseInput = z
  .strictObject({ ...which, openMinutes: z.number().int().min(1).max(OPEN_MINUTES_MAX).optional() })
  .refine(isEither, WHICH);

interface Deps {
  readonly app: App;
  readonly context: ChangeContext;
}

export async function pageOfHeld({ app, context }: Deps, query: URLSearchParams) {
  const { connection, ...asked } = readQuery(query, page);
  const connectionId =
    connection === undefined ? undefined : await connectionIdOf({ app, context }, connection);
  return listHeld(app.reader, context.organizationId, { ...asked, connectionId });
}

export async function release(deps: Deps, body: z.output<typeof releaseInput>) {
  return releaseHeld(deps.app, deps.context, await selectionOf(deps, body), body.openMinutes);
}

export async function discard(deps: Deps, body: z.output<typeof discardInput>) {
  return discardHeld(deps.app, deps.context, await selectionOf(deps, body));
}

async function selectionOf(deps: Deps, { ids, connection = '' }: Which): Promise<HeldSelection> {
  return ids === undefined ? { connectionId: await connectionIdOf(deps, connection) } : { ids };
}

/** By name or id. @throws Refusal `notFound`. */
async function connectionIdOf({ app, context }: Deps, nameOrId: string): Promise<string> {
  return (await findConnection(app.reader, context.organizationId, nameOrId)).id;
}
