import {
  deleteProvider,
  findProvider,
  providerInput,
  setProvider,
} from '../../../single-sign-on/index.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';

const PROVIDER = '/organizations/:organization/single-sign-on';

export const singleSignOnEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: PROVIDER,
    run: ({ app, context }) => findProvider(app.reader, context().organizationId),
  }),
  // What is left out stays as it is, the secret above all: nobody can read it to send it again.
  endpoint({
    method: 'PUT',
    path: PROVIDER,
    input: providerInput,
    run: ({ app, body, context }) => setProvider(app, context(), body),
  }),
  endpoint({
    method: 'DELETE',
    path: PROVIDER,
    async run({ app, context }) {
      await deleteProvider(app, context());
      return undefined;
    },
  }),
];
