/** What happened in an organisation, for an application that follows it. */
import { z } from 'zod';
import { EVENTS_PAGE_MAX, readEvents } from '../../../events/index.ts';
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
      const events = await readEvents(app.reader, context().organizationId, asked);
      // The same number again, when there is nothing new yet.
      return { events, next: events.at(-1)?.number ?? asked.after };
    },
  }),
];
