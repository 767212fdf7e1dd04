/** The behaviour suite on the reference store, in one process and without a network. */
import {
  coreResourceTypes,
  createMemoryStore,
  createScimHandler,
  ScimError,
  type ScimSession,
} from '@rollcall/scim';
import { scimConformanceSuite } from '../support/scim-suite.ts';

const BASE_URL = 'https://scim.example.com/scim/v2';
const TOKEN = 'Bearer a-token';

scimConformanceSuite('memory store', async () => {
  const session: ScimSession = {
    store: createMemoryStore({ resourceTypes: coreResourceTypes, baseUrl: BASE_URL }),
    mode: 'tolerant',
    resourceTypes: coreResourceTypes,
    authorize: () => {},
    authorizeChange: () => {},
  };
  const handle = createScimHandler({
    baseUrl: BASE_URL,
    resourceTypes: coreResourceTypes,
    authenticate(request) {
      if (request.headers.get('authorization') === TOKEN) return session;
      throw new ScimError('unauthorized', 'The token is missing or wrong.');
    },
  });
  return {
    async fetch(path, init = {}) {
      const headers = new Headers(init.headers);
      if (!headers.has('authorization')) headers.set('authorization', TOKEN);
      return handle(new Request(BASE_URL + path, { ...init, headers }));
    },
    close: async () => {},
  };
});
