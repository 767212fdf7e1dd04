/** What happened in an organisation, for an application that follows it. */
import { z } from 'zod';
import { EVENTS_PAGE_MAX, readEvents } from '../../../events/index.ts';
import { ApiError } from '../api-error.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { readQuery } from '../read-query.ts';

const PAGE = 100;

const page = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(EVENTS_PAGE_MAX).default(PAGE),
});

export const eventEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/organizations/:organization/events',
    async run({ app, query, context }) {
      const asked = readQuery(query, page);
      const { organizationId } = context();
      const { events, gone } = await readEvents(app.reader, organizationId, asked);
      if (gone !== undefined) {
        throw new ApiError(
          410,
          `Events up to ${gone} are kept no more. Read what there is anew, and go on after ${gone}.`,
        );
      }
      // The same number again, when there is nothing new yet.
      return { events, next: events.at(-1)?.number ?? asked.after };
    },
  }),
];
