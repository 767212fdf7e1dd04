/** The organisation itself: what it has bought, how much of it is used, whether its admins are mailed. */
import { z } from 'zod';
import { seatUse } from '../../../members/index.ts';
import { findOrganization, setNotices } from '../../../organizations/index.ts';
import { features, plansWith } from '../../../registry/index.ts';
import { type ConsoleEndpoint, orgAdminEndpoint } from '../endpoint.ts';

const FEATURES = ['scim.users', 'scim.groups'] as const;
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
    method: 'GET',
    path: '/plan',
    async run({ app, context: { organizationId } }) {
      const organization = await findOrganization(app.reader, organizationId);
      const { plans } = app.registry;
      const plan = plans.find(({ id }) => id === organization.plan);
      const live = app.registry.organization(organizationId);
      const now = live && features(live, app.clock());
      return {
        id: organization.plan,
        name: plan?.name ?? organization.plan,
        endsAt: organization.planEndsAt,
        features: FEATURES.map((feature) => ({
          feature,
          bought: plan?.features.has(feature) ?? false,
          on: now?.has(feature) ?? false,
          /** Names of the plans that have it. */
          plans: plansWith(plans, feature),
        })),
        ...(await seatUse(app.reader, organizationId)),
      };
    },
  }),
  orgAdminEndpoint({
    method: 'PUT',
    path: `${PATH}/notices`,
    input: z.strictObject({ send: z.boolean() }),
    run: ({ app, body, context }) => setNotices(app, context, body.send),
  }),
];
