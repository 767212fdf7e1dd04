/** The organisation itself: what it has bought, how much of it is used, whether its admins are mailed. */
import { z } from 'zod';
import { seatUse } from '../../../members/index.ts';
import { findOrganization, setNotices } from '../../../organizations/index.ts';
import { type ConsoleEndpoint, orgAdminEndpoint } from '../endpoint.ts';

const PATH = '/organization';

export const organizationEndpoints: readonly ConsoleEndpoint[] = [
  orgAdminEndpoint({
    method: 'GET',
    path: PATH,
    async run({ app, context }) {
      const { organizationId } = context;
      const organization = await findOrganization(app.reader, organizationId);
      return { ...organization, ...(await seatUse(app.reader, organizationId)) };
    },
  }),
  orgAdminEndpoint({
    method: 'PUT',
    path: `${PATH}/notices`,
    input: z.strictObject({ send: z.boolean() }),
    run: ({ app, body, context }) => setNotices(app, context, body.send),
  }),
];
