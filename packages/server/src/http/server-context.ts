import type { IncomingMessage } from 'node:http';
import type { HeaderReader, RequestContext } from '@rollcall/scim';
import type { Removal } from '../brake/index.ts';
import type { Authenticated } from '../tokens/index.ts';
import { IncomingHeaders } from './incoming-headers.ts';
import { REQUEST_ID_HEADER, requestIdOf } from './request-id.ts';

/** What the server knows of a SCIM request beside the protocol. */
export class ServerContext implements RequestContext {
  readonly incoming: IncomingMessage;
  readonly requestId: string;
  readonly requestHeaders: HeaderReader;
  readonly headers: Readonly<Record<string, string>>;
  /** `performance.now()` when it came in. */
  readonly startedAt: number;
  /** Who asks, once that is known: also when the request is then refused. */
  authenticated: Authenticated | undefined = undefined;
  /** What the brake held of it. */
  held: Removal | undefined = undefined;

  constructor(incoming: IncomingMessage) {
    this.incoming = incoming;
    this.requestHeaders = new IncomingHeaders(incoming);
    this.requestId = requestIdOf(incoming.headers['x-request-id']);
    this.headers = { [REQUEST_ID_HEADER]: this.requestId };
    this.startedAt = performance.now();
  }
}
