import type { IncomingMessage } from 'node:http';
import type { HeaderReader } from '@rollcall/scim';

const AUTHORIZATION = 'authorization';

/** The headers of a request as Node has them, without making a `Headers` object of them. */
export class IncomingHeaders implements HeaderReader {
  readonly #incoming: IncomingMessage;

  constructor(incoming: IncomingMessage) {
    this.#incoming = incoming;
  }

  /** Node keeps the first of two Authorization headers; here two are one that nobody knows. */
  get(name: string): string | null {
    const value = this.#incoming.headers[name];
    if (value === undefined) return null;
    if (typeof value !== 'string') return value.join(', ');
    return name === AUTHORIZATION ? allOf(this.#incoming.rawHeaders, value) : value;
  }
}

function allOf(rawHeaders: readonly string[], first: string): string {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name?.length === AUTHORIZATION.length && name.toLowerCase() === AUTHORIZATION) count += 1;
  }
  return count === 1 ? first : Array(count).fill(first).join(', ');
}
