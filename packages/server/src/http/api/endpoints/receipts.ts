/** Who is out since when, and what ended with it. */
import { z } from 'zod';
import { findReceipt, listReceipts, RECEIPTS_PAGE_MAX } from '../../../departures/index.ts';
import { nextAfter } from '../../../next-page.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { readQuery } from '../read-query.ts';

const ALL = '/organizations/:organization/receipts';
const PAGE = 100;

export const receiptPage = z.strictObject({
  member: z.string().min(1).max(100).optional(),
  after: z.string().max(100).default(''),
  limit: z.coerce.number().int().min(1).max(RECEIPTS_PAGE_MAX).default(PAGE),
});

export const receiptEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: ALL,
    async run({ app, query, context }) {
      const asked = readQuery(query, receiptPage);
      const receipts = await listReceipts(app.reader, context().organizationId, asked);
      return { receipts, next: nextAfter(receipts, asked.limit) };
    },
  }),
  endpoint({
    method: 'GET',
    path: `${ALL}/:receipt`,
    run: ({ app, path, context }) =>
      findReceipt(app.reader, context().organizationId, path('receipt')),
  }),
];
