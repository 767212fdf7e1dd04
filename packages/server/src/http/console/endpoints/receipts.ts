/** Who is out since when, and what ended with it. */
import { findReceipt, listReceipts } from '../../../departures/index.ts';
import { nextAfter } from '../../../next-page.ts';
import { receiptPage } from '../../api/endpoints/receipts.ts';
import { readQuery } from '../../api/read-query.ts';
import { type ConsoleEndpoint, orgAdminEndpoint } from '../endpoint.ts';

export const receiptEndpoints: readonly ConsoleEndpoint[] = [
  orgAdminEndpoint({
    method: 'GET',
    path: '/receipts',
    async run({ app, context, query }) {
      const asked = readQuery(query, receiptPage);
      const receipts = await listReceipts(app.reader, context.organizationId, asked);
      return { receipts, next: nextAfter(receipts, asked.limit) };
    },
  }),
  orgAdminEndpoint({
    method: 'GET',
    path: '/receipts/:receipt',
    run: ({ app, context, path }) =>
      findReceipt(app.reader, context.organizationId, path('receipt')),
  }),
];
