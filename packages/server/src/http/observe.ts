import { hash } from 'node:crypto';
import type { Exchange } from '@rollcall/scim';
import { HELD_NOTE } from '../activity/index.ts';
import type { App } from '../app.ts';
import type { LiveToken } from '../registry/index.ts';
import type { Telemetry } from '../telemetry/index.ts';
import { createClientAddress } from './client-address.ts';
import { routeLabel } from './route-label.ts';
import { ServerContext } from './server-context.ts';

/**
 * Rows of activity a second for requests that were turned away at the door (401, 429): otherwise
 * anybody could fill the disk with them.
 */
const REFUSED_ROWS_PER_SECOND = 20;
const BARE_TOKEN = Object.freeze({ entry: 'bare-token', subject: 'Authorization' });

/** Leaves a row of activity, a count, and for a fault a line in the log. */
export function createObserver(app: App, telemetry: Telemetry): (exchange: Exchange) => void {
  const clientAddress = createClientAddress(app.config.trustedProxies);
  const isVerbose = telemetry.log.isLevelEnabled('debug');
  const hasRoom = createRowLimit();

  return (exchange) => {
    const { context, method, status } = exchange;
    if (!(context instanceof ServerContext)) return;
    const durationMs = performance.now() - context.startedAt;
    const route = routeLabel(exchange.path);
    telemetry.observe(method, route, status, durationMs);
    // 501 is a part of SCIM that the service says it does not have: no fault of anybody.
    const isFault = status >= 500 && status !== 501 && !isAbandoned(context);
    if (isFault || isVerbose) {
      const { requestId, authenticated, incoming } = context;
      telemetry.log[isFault ? 'error' : 'debug'](
        {
          requestId,
          method,
          route,
          status,
          durationMs,
          organization: authenticated?.organization.id,
          connection: authenticated?.connection.id,
          client: clientAddress(incoming),
          err: exchange.cause,
        },
        isFault ? 'request failed' : 'request',
      );
    }
    const isTurnedAway = status === 401 || (status === 429 && context.held === undefined);
    if (isTurnedAway && !hasRoom(context.startedAt)) return;
    record(app, exchange, context, durationMs);
  };
}

/** Whether the client went away before it had sent everything; then nobody reads the answer. */
function isAbandoned({ incoming }: ServerContext): boolean {
  return incoming.destroyed && !incoming.complete;
}

function createRowLimit(): (nowMs: number) => boolean {
  let second = 0;
  let rows = 0;
  return (nowMs) => {
    const present = Math.floor(nowMs / 1000);
    if (present !== second) rows = 0;
    second = present;
    rows += 1;
    return rows <= REFUSED_ROWS_PER_SECOND;
  };
}

function record(app: App, exchange: Exchange, context: ServerContext, durationMs: number): void {
  const { authenticated, incoming, requestId } = context;
  const token = authenticated?.token ?? refusedToken(app, incoming.headers.authorization);
  app.activity.record({
    organizationId: token?.organizationId,
    connectionId: token?.connectionId ?? undefined,
    tokenId: token?.id,
    at: app.clock().getTime(),
    requestId,
    method: exchange.method,
    path: exchange.path,
    query: exchange.query,
    status: exchange.status,
    durationMs,
    resourceType: exchange.resourceType,
    resourceId: exchange.resourceId,
    notes: notesOf(exchange, context),
    detail: exchange.detail,
    scimType: exchange.scimType,
    requestBody: exchange.requestBody,
    userAgent: incoming.headers['user-agent'],
  });
}

function notesOf({ notes }: Exchange, { authenticated, held }: ServerContext) {
  const isBare = authenticated?.isBare === true;
  if (!isBare && held === undefined) return notes;
  return [
    ...(isBare ? [BARE_TOKEN] : []),
    ...(held === undefined ? [] : [{ entry: HELD_NOTE, subject: held.what }]),
    ...notes,
  ];
}

/** The token of a request that got 401, if it is one of ours that has expired or was revoked. */
function refusedToken({ registry }: App, header: string | undefined): LiveToken | undefined {
  const text = header?.trim().split(' ').at(-1);
  return text ? registry.tokenByDigest(hash('sha256', text)) : undefined;
}
