import { type Client, createClient } from '../../support/scim-suite/client.ts';
import type { Tenant, TestServer } from '../../support/server.ts';

/** Speaks with the token of one organisation. */
export function clientOf(server: TestServer, { token }: Pick<Tenant, 'token'>): Client {
  return createClient(() => ({
    fetch: (path, init = {}) => {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${token}`);
      return server.scim(path, { ...init, headers });
    },
    close: async () => {},
  }));
}
