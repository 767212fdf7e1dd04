/**
 * Requests to hosts that a customer named. They must not become requests to our own network: the address
 * that is connected to is the one that was looked at, redirects are not followed, and nothing is read
 * without end (security-cases.md §1F).
 */
import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns';
import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { mayConnect } from './addresses.ts';

/** One request, until its answer is read, milliseconds. */
const TIMEOUT_MS = 15_000;
/** Largest answer, bytes. */
const BODY_BYTES = 64 * 1024;
/** Largest head of an answer, bytes. */
const HEAD_BYTES = 16 * 1024;
/** Where nothing else answers than web servers; '' is the default of the scheme. */
const PORTS: ReadonlySet<string> = new Set(['', '443', '8443']);

/** The message says what is wrong with the other side, and nothing of the network on this one. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';
}

export interface OutboundRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** Like `fetch`. @throws OutboundError */
export type Outbound = (url: string, request: OutboundRequest) => Promise<Response>;

type AllAddresses = (
  host: string,
  options: LookupOptions & { readonly all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface OutboundSettings {
  /** Lets the service reach its own network, also without encryption and on any port. */
  readonly allowPrivateAddresses: boolean;
  /** Tests have a resolver of their own. */
  readonly lookup?: AllAddresses;
}

export function createOutbound({
  allowPrivateAddresses: allowPrivate,
  lookup = systemLookup,
}: OutboundSettings): Outbound {
  const lookUp = guardedLookup(lookup, allowPrivate);
  return async (url, { method, headers, body, signal }) => {
    const target = checkedUrl(url, allowPrivate);
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const until = signal == null ? timeout : AbortSignal.any([signal, timeout]);
    try {
      const send = target.protocol === 'https:' ? secureRequest : plainRequest;
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        const request = send(target, {
          method,
          headers: { ...headers, 'accept-encoding': 'identity' },
          lookup: lookUp,
          // A connection of its own: none that was made for somebody else.
          agent: false,
          maxHeaderSize: HEAD_BYTES,
          signal: until,
        });
        request.once('response', resolve);
        // Not once: one that comes after the answer must not end the process.
        request.on('error', reject);
        request.end(textOf(body));
      });
      return await responseOf(target, answer);
    } catch (error) {
      throw toOutboundError(target, error, until.aborted);
    }
  };
}

/** What can be requested at all. @throws OutboundError */
export function checkedUrl(text: string, allowPrivate: boolean): URL {
  if (!URL.canParse(text)) throw new OutboundError('This is no URL.');
  const url = new URL(text);
  const isSecure = url.protocol === 'https:';
  if (!isSecure && !(allowPrivate && url.protocol === 'http:')) {
    throw new OutboundError(`${url.protocol}//${url.host} is not https.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new OutboundError(`The URL for ${url.host} has a user name or a password in it.`);
  }
  if (!allowPrivate && !PORTS.has(url.port)) {
    throw new OutboundError(`${url.host} is on another port than 443 and 8443.`);
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  // No resolver is asked about these.
  if (isIP(host) !== 0 && !mayConnect(host, allowPrivate)) throw notPublic(url.host);
  return url;
}

/** All addresses of a name have to be good: which of them is taken is not ours to say. */
function guardedLookup(lookup: AllAddresses, allowPrivate: boolean): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, '');
      const [first] = addresses;
      const isGood = addresses.every(({ address }) => mayConnect(address, allowPrivate));
      if (first === undefined || !isGood) return done(notPublic(host), '');
      if (options.all === true) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}

async function responseOf(target: URL, answer: IncomingMessage): Promise<Response> {
  const status = answer.statusCode ?? 0;
  const { location, 'content-encoding': encoding = 'identity', ...headers } = answer.headers;
  if (status < 200 || (status >= 300 && status < 400)) {
    answer.destroy();
    throw new OutboundError(`${target.host} answers with ${status}; redirects are not followed.`);
  }
  if (encoding !== 'identity') {
    answer.destroy();
    throw new OutboundError(`${target.host} answers in a coding that was not asked for.`);
  }
  const body = await readBody(target, answer);
  const kept = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') kept.set(name, value);
  }
  return new Response(status === 204 || status === 205 ? null : body, { status, headers: kept });
}

async function readBody(target: URL, answer: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES) {
      answer.destroy();
      throw new OutboundError(`${target.host} answers with more than ${BODY_BYTES} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function textOf(body: unknown): string | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string' || body instanceof URLSearchParams) return String(body);
  throw new TypeError('Only texts are sent out.');
}

function toOutboundError(target: URL, error: unknown, isLate: boolean): Error {
  if (error instanceof OutboundError || error instanceof TypeError) return error;
  const code = String(Reflect.get(Object(error), 'code') ?? '');
  const what = isLate ? 'did not answer in time' : `cannot be reached${code && ` (${code})`}`;
  return new OutboundError(`${target.host} ${what}.`, { cause: error });
}

function notPublic(host: string): OutboundError {
  return new OutboundError(
    `${host} does not lead to a public address. If it is in a network of your own, the operator of the ` +
      'service has to allow it with --allow-private-addresses.',
  );
}
