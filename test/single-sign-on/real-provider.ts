/** An identity provider that passes the tests of the OpenID Foundation, in this process. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { CLIENT_ID, CLIENT_SECRET } from './scripted-provider.ts';

export interface RealProvider {
  readonly issuer: string;
  /** Goes through its pages as somebody; the address that it sends the browser back to. */
  visit(url: string, subject: string, jar?: Map<string, string>): Promise<string>;
  close(): Promise<void>;
}

/**
 * @param callbacks Redirect URIs that are entered there.
 * @param port The one it had before, to be the same issuer.
 */
export async function startReal(callbacks: readonly string[]): Promise<RealProvider> {
  const server = createServer((request, response) => {
    void answer(request, response).catch((error) => response.destroy(error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT_ID,
        client_secret: CLIENT_SECRET,
        redirect_uris: [...callbacks],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    cookies: { keys: ['a key of the test'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, oid: `oid-${id}` }),
    }),
    claims: { openid: ['sub'], profile: ['oid'] },
    conformIdTokenClaims: false,
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    async loadExistingGrant({ oidc }) {
      const grant = new provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  });
  const callback = provider.callback();

  /** Its page to sign in: whoever the header names has typed the right password. */
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url?.startsWith('/interaction/') !== true) return void callback(request, response);
    const accountId = String(request.headers['x-person']);
    await provider.interactionFinished(request, response, { login: { accountId } });
  }

  return {
    issuer,
    async visit(url, subject, jar = new Map()) {
      let next = url;
      while (next.startsWith(issuer)) {
        const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
        const headers = { 'x-person': subject, cookie };
        const response = await fetch(next, { headers, redirect: 'manual' });
        for (const line of response.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          jar.set(name, value);
        }
        const location = response.headers.get('location');
        if (location === null)
          throw new Error(`${next}: ${response.status} ${await response.text()}`);
        next = new URL(location, issuer).href;
      }
      return next;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
