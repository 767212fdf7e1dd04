/** Passwords: a new one for who knows the old one, and for who has forgotten it. */
import { z } from 'zod';
import { changePassword, completeReset, requestReset } from '../../../sign-in/index.ts';
import { type ConsoleEndpoint, memberEndpoint, publicEndpoint } from '../endpoint.ts';
import { code, email, password } from './inputs.ts';

export const passwordEndpoints: readonly ConsoleEndpoint[] = [
  memberEndpoint({
    method: 'PUT',
    path: '/password',
    access: 'member',
    needsProof: false,
    input: z.strictObject({ old: password.optional(), new: password }),
    async run({ app, body, who, context, client, setSession }) {
      const given = { old: body.old, fresh: body.new, client: client.address };
      setSession(await changePassword(app, who, context, given));
      return undefined;
    },
  }),
  publicEndpoint({
    method: 'POST',
    path: '/password-reset',
    input: z.strictObject({ email }),
    async run({ app, body, client }) {
      await requestReset(app, body.email, client.address);
      return undefined;
    },
  }),
  publicEndpoint({
    method: 'POST',
    path: '/password-reset/complete',
    input: z.strictObject({ code, password }),
    async run({ app, body, requestId }) {
      await completeReset(app, { ...body, requestId });
      return undefined;
    },
  }),
];
