/**
 * What identity providers say about themselves (OpenID Connect Discovery 1.0), remembered for a while. Each
 * node asks by itself; nothing here is needed after a restart.
 */
import type { ExportedJWKSCache, ServerMetadata } from 'openid-client';
import type { Clock } from '../core.ts';
import { checkedUrl, type Outbound, OutboundError } from '../outbound/index.ts';
import { SsoProblem } from './problems.ts';

/** How long it is remembered, milliseconds. Keys have a shorter time of their own: see `redeem.ts`. */
const GOOD_MS = 10 * 60_000;
/** How long to leave one alone that failed, milliseconds: anybody can make us ask. */
const BAD_MS = 30_000;
/** Providers remembered at once; the oldest goes. */
const PROVIDERS_MAX = 1000;
const ENDPOINTS = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json *(?:;|$)/i;

export interface KnownProvider {
  readonly metadata: ServerMetadata;
  /** Its keys, as far as they were read; `redeem.ts` keeps them here. */
  jwks: ExportedJWKSCache | undefined;
}

interface Remembered {
  readonly provider: Promise<KnownProvider>;
  /** Milliseconds since 1970. */
  until: number;
}

export interface IdentityProvidersOptions {
  readonly outbound: Outbound;
  readonly clock: Clock;
  readonly allowPrivateAddresses: boolean;
}

export class IdentityProviders {
  /** For everything that is asked of one. */
  readonly outbound: Outbound;
  readonly allowPrivateAddresses: boolean;
  readonly #clock: Clock;
  readonly #remembered = new Map<string, Remembered>();

  constructor({ outbound, clock, allowPrivateAddresses }: IdentityProvidersOptions) {
    this.outbound = outbound;
    this.allowPrivateAddresses = allowPrivateAddresses;
    this.#clock = clock;
  }

  /** @throws SsoProblem `unreachable`; its reason says why. */
  find(issuer: string): Promise<KnownProvider> {
    const now = this.#clock().getTime();
    const present = this.#remembered.get(issuer);
    if (present !== undefined && now < present.until) return present.provider;
    return this.#ask(issuer, now);
  }

  /** The same, now, whatever is remembered. */
  findAfresh(issuer: string): Promise<KnownProvider> {
    return this.#ask(issuer, this.#clock().getTime());
  }

  #ask(issuer: string, now: number): Promise<KnownProvider> {
    const provider = this.#discover(issuer);
    const asked: Remembered = { provider, until: now + GOOD_MS };
    this.#remembered.delete(issuer);
    this.#remembered.set(issuer, asked);
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size > PROVIDERS_MAX && oldest !== undefined) {
      this.#remembered.delete(oldest);
    }
    provider.catch(() => {
      asked.until = now + BAD_MS;
    });
    return provider;
  }

  async #discover(issuer: string): Promise<KnownProvider> {
    try {
      const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
      const headers = { accept: 'application/json' };
      const response = await this.outbound(url, { method: 'GET', headers });
      return { metadata: await this.#checked(issuer, response), jwks: undefined };
    } catch (error) {
      if (error instanceof SsoProblem) throw error;
      const reason = error instanceof OutboundError ? error.message : 'It answers with no JSON.';
      throw new SsoProblem('unreachable', { reason }, error);
    }
  }

  async #checked(issuer: string, response: Response): Promise<ServerMetadata> {
    if (response.status !== 200) {
      throw unreachable(`Its discovery document is answered with ${response.status}.`);
    }
    if (!JSON_TYPE.test(response.headers.get('content-type') ?? '')) {
      throw unreachable('Its discovery document is not sent as JSON.');
    }
    const document: unknown = await response.json();
    // §4.3: exactly the same, or one provider could speak for another.
    if (Reflect.get(Object(document), 'issuer') !== issuer) {
      throw unreachable('It calls itself by another issuer than is set up.');
    }
    for (const name of ENDPOINTS) {
      const url: unknown = Reflect.get(Object(document), name);
      if (typeof url !== 'string') throw unreachable(`Its discovery document has no ${name}.`);
      checkedUrl(url, this.allowPrivateAddresses);
    }
    return document as ServerMetadata;
  }
}

function unreachable(reason: string): SsoProblem {
  return new SsoProblem('unreachable', { reason });
}
