import type { IncomingMessage } from 'node:http';
import type { RequestContext } from '@rollcall/scim';
import type { Authenticated } from '../tokens/index.ts';
import { REQUEST_ID_HEADER, requestIdOf } from './request-id.ts';

/** What the server knows of a SCIM request beside the protocol. */
export class ServerContext implements RequestContext {
  readonly incoming: IncomingMessage;
  readonly requestId: string;
  readonly headers: Readonly<Record<string, string>>;
  /** `performance.now()` when it came in. */
  readonly startedAt: number;
  /** Who asks, once that is known: also when the request is then refused. */
  authenticated: Authenticated | undefined = undefined;

  constructor(incoming: IncomingMessage) {
    this.incoming = incoming;
    this.requestId = requestIdOf(incoming.headers['x-request-id']);
    this.headers = { [REQUEST_ID_HEADER]: this.requestId };
    this.startedAt = performance.now();
  }
}
