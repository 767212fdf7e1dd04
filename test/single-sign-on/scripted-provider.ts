/** An identity provider that does as it is told: it can be honest, and lie in every way. */
import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export const CLIENT_ID = 'rollcall';
export const CLIENT_SECRET = 'a-client-secret-that-nobody-sees';

export interface Lie {
  /** Over those of an honest ID token; undefined takes one away. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Instead of a good signature. */
  readonly sign?: (claims: JWTPayload) => string | Promise<string>;
  /** The `iss` of the answer in the address (RFC 9207); null sends none. */
  readonly iss?: string | null;
}

interface Issued extends Lie {
  readonly subject: string;
  readonly url: URL;
}

export interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface ScriptedProvider {
  readonly issuer: string;
  /** Of the key in its documents. */
  readonly publicKey: CryptoKey;
  /** Everything that came. */
  readonly asked: Asked[];
  /** Over those of its discovery document. */
  metadata: Record<string, unknown>;
  /** Answers instead of it; the path is that of the request. */
  instead: ((path: string, response: ServerResponse) => boolean) | undefined;
  /** Somebody signs in at the address; where it sends the browser. */
  authorize(url: string, subject: string, lie?: Lie): string;
  sign(claims: JWTPayload, key?: CryptoKey): Promise<string>;
  close(): Promise<void>;
}

export async function startScripted(alg = 'RS256'): Promise<ScriptedProvider> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'first', alg, use: 'sig' };
  const codes = new Map<string, Issued>();
  const server = createServer((request, response) => {
    void answer(request, response).catch((error) => response.destroy(error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider: ScriptedProvider = {
    issuer,
    publicKey,
    asked: [],
    metadata: {},
    instead: undefined,
    authorize(address, subject, lie = {}) {
      const url = new URL(address);
      const code = randomUUID();
      codes.set(code, { ...lie, subject, url });
      const back = new URL(url.searchParams.get('redirect_uri') ?? '');
      back.searchParams.set('code', code);
      back.searchParams.set('state', url.searchParams.get('state') ?? '');
      if (lie.iss !== null) back.searchParams.set('iss', lie.iss ?? issuer);
      return back.href;
    },
    sign: (claims, key = privateKey) =>
      new SignJWT(claims).setProtectedHeader({ alg, kid: 'first' }).sign(key),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return provider;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const body = await text(request);
    provider.asked.push({ path, authorization: request.headers.authorization, body });
    if (provider.instead?.(path, response) === true) return;
    if (path === '/.well-known/openid-configuration') return send(response, 200, documentOf());
    if (path === '/keys') return send(response, 200, { keys: [jwk] });
    if (path === '/token') return redeem(response, request, new URLSearchParams(body));
    send(response, 404, {});
  }

  function documentOf() {
    return {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: [alg],
      authorization_response_iss_parameter_supported: true,
      ...provider.metadata,
    };
  }

  async function redeem(
    response: ServerResponse,
    { headers }: IncomingMessage,
    given: URLSearchParams,
  ): Promise<void> {
    const code = given.get('code') ?? '';
    const issued = codes.get(code);
    // A code is good once (RFC 6749 §4.1.2), for the verifier of its challenge.
    codes.delete(code);
    const verifier = given.get('code_verifier') ?? '';
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const isGood =
      issued?.url.searchParams.get('code_challenge') === challenge &&
      issued.url.searchParams.get('redirect_uri') === given.get('redirect_uri') &&
      (given.get('client_secret') ?? secretIn(headers.authorization)) === CLIENT_SECRET;
    if (!isGood) return send(response, 400, { error: 'invalid_grant' });
    const now = Math.floor(Date.now() / 1000);
    const claims: Record<string, unknown> = {
      iss: issuer,
      sub: issued.subject,
      aud: CLIENT_ID,
      nonce: issued.url.searchParams.get('nonce'),
      iat: now,
      exp: now + 300,
      auth_time: now,
      ...issued.claims,
    };
    for (const [name, value] of Object.entries(claims))
      if (value === undefined) delete claims[name];
    const token = await (issued.sign ?? provider.sign)(claims as JWTPayload);
    send(response, 200, { access_token: 'at', token_type: 'Bearer', id_token: token });
  }
}

/** RFC 6749 §2.3.1. */
function secretIn(authorization = ''): string {
  const pair = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString();
  return decodeURIComponent(pair.split(':')[1] ?? '');
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}
