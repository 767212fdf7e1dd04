/** Removals that the brake of a connection holds, and what is decided about them. */
import { z } from 'zod';
import { findConnection } from '../../../connections/index.ts';
import {
  discardHeld,
  HELD_PAGE_MAX,
  HELD_STATES,
  type HeldSelection,
  listHeld,
  OPEN_MINUTES_MAX,
  releaseHeld,
} from '../../../held/index.ts';
import { type Call, type Endpoint, endpoint } from '../endpoint.ts';
import { readQuery } from '../read-query.ts';

const ALL = '/organizations/:organization/held-changes';
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
const openMinutes = z.number().int().min(1).max(OPEN_MINUTES_MAX).optional();

export const heldChangeEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: ALL,
    async run(call) {
      const { connection, ...asked } = readQuery(call.query, page);
      const connectionId =
        connection === undefined ? undefined : await connectionIdOf(call, connection);
      const { organizationId } = call.context();
      return listHeld(call.app.reader, organizationId, { ...asked, connectionId });
    },
  }),
  endpoint({
    method: 'POST',
    path: `${ALL}/release`,
    input: z.strictObject({ ...which, openMinutes }).refine(isEither, WHICH),
    async run(call) {
      const { app, body } = call;
      const selection = await selectionOf(call, body);
      return releaseHeld(app, call.context(), selection, body.openMinutes);
    },
  }),
  endpoint({
    method: 'POST',
    path: `${ALL}/discard`,
    input: z.strictObject(which).refine(isEither, WHICH),
    run: async (call) => discardHeld(call.app, call.context(), await selectionOf(call, call.body)),
  }),
];

async function selectionOf(
  call: Pick<Call, 'app' | 'context'>,
  { ids, connection = '' }: Which,
): Promise<HeldSelection> {
  return ids === undefined ? { connectionId: await connectionIdOf(call, connection) } : { ids };
}

/** By name or id. @throws Refusal `notFound`. */
async function connectionIdOf(
  { app, context }: Pick<Call, 'app' | 'context'>,
  nameOrId: string,
): Promise<string> {
  return (await findConnection(app.reader, context().organizationId, nameOrId)).id;
}
