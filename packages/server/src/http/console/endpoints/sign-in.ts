/** Coming in and going out. */
import { z } from 'zod';
import { hasAccounts } from '../../../accounts/index.ts';
import {
  endOwnSession,
  prove,
  setUp,
  signIn,
  switchOrganization,
  useAdminLink,
  type WayIn,
} from '../../../sign-in/index.ts';
import { ssoProblemText } from '../../../single-sign-on/index.ts';
import { type ConsoleEndpoint, memberEndpoint, publicEndpoint } from '../endpoint.ts';
import { code, email, organization, password } from './inputs.ts';

export const signInEndpoints: readonly ConsoleEndpoint[] = [
  // Whether anybody can sign in yet is no secret: without the link, nothing follows from it.
  publicEndpoint({
    method: 'GET',
    path: '/sign-in',
    async run({ app, query }) {
      return {
        isSetUp: await hasAccounts(app.reader),
        problem: ssoProblemText(query.get('problem')),
      };
    },
  }),
  publicEndpoint({
    method: 'POST',
    path: '/sign-in',
    input: z.strictObject({ email, password, organization: organization.optional() }),
    async run({ app, body, client, requestId, setSession }) {
      const result = await signIn(app, { ...body, client, requestId });
      if (result.kind === 'choose') {
        return { signedIn: false, organizations: result.ways.map(shownWay) };
      }
      setSession(result.value);
      return { signedIn: true, organization: shownWay(result.way) };
    },
  }),
  publicEndpoint({
    method: 'POST',
    path: '/sign-in-link',
    input: z.strictObject({ code }),
    async run({ app, body, client, requestId, setSession }) {
      setSession(await useAdminLink(app, { ...body, client, requestId }));
      return { signedIn: true };
    },
  }),
  publicEndpoint({
    method: 'POST',
    path: '/set-up',
    input: z.strictObject({
      code,
      organization: z.strictObject({ name: z.string().trim().min(1).max(200) }),
      email,
      displayName: z.string().trim().min(1).max(200),
      password,
    }),
    async run({ app, body, client, requestId, setSession }) {
      const given = { ...body, organization: body.organization.name, client, requestId };
      const { value, organization: made } = await setUp(app, given);
      await app.registry.refresh(made.id);
      setSession(value);
      const { id, slug, name } = made;
      return { signedIn: true, organization: { id, slug, name } };
    },
  }),
  memberEndpoint({
    method: 'POST',
    path: '/sign-out',
    access: 'member',
    needsProof: false,
    async run({ app, who, context, setSession }) {
      await endOwnSession(app, who, context, who.session.id);
      setSession(undefined);
      return undefined;
    },
  }),
  memberEndpoint({
    method: 'POST',
    path: '/prove',
    access: 'member',
    needsProof: false,
    input: z.strictObject({ password }),
    async run({ app, body, who, context, client, setSession }) {
      const typed = { password: body.password, client: client.address };
      setSession(await prove(app, who, context, typed));
      return undefined;
    },
  }),
  memberEndpoint({
    method: 'POST',
    path: '/organizations/switch',
    access: 'member',
    needsProof: false,
    input: z.strictObject({ organization }),
    async run({ app, body, who, client, requestId, setSession }) {
      const request = { client, requestId };
      const { value, way } = await switchOrganization(app, who, body.organization, request);
      setSession(value);
      return { organization: shownWay(way) };
    },
  }),
];

/** An organisation as a choice. */
export function shownWay({ organizationId, slug, name, isSuspended }: WayIn) {
  return { id: organizationId, slug, name, suspended: isSuspended };
}
