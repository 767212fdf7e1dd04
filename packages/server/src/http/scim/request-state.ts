import type { IncomingMessage } from 'node:http';
import type { RequestContext } from '@rollcall/scim';
import type { Authenticated } from '../../tokens/index.ts';
import { REQUEST_ID_HEADER, requestIdFrom } from '../request-id.ts';

/** One SCIM request on its way: what the server knows of it beside the protocol. */
export class RequestState implements RequestContext {
  readonly incoming: IncomingMessage;
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Of a clock that never goes back, milliseconds. */
  readonly startedAt: number;
  /** Who asks, once that is known. */
  authenticated: Authenticated | undefined = undefined;

  constructor(incoming: IncomingMessage) {
    this.incoming = incoming;
    this.id = requestIdFrom(incoming.headers['x-request-id']);
    this.headers = { [REQUEST_ID_HEADER]: this.id };
    this.startedAt = performance.now();
  }
}
