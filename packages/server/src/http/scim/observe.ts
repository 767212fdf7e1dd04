import { hash } from 'node:crypto';
import type { Exchange } from '@rollcall/scim';
import type { App } from '../../app.ts';
import type { LiveToken } from '../../registry/index.ts';
import type { Logger, RequestStats } from '../../telemetry/index.ts';
import { RequestState } from './request-state.ts';
import { routeLabel } from './route-label.ts';

/**
 * Rows a second for requests that were turned away at the door (401, 429): otherwise anybody could
 * fill the disk with them.
 */
const REFUSED_ROWS_PER_SECOND = 20;
const BARE_TOKEN = Object.freeze({ entry: 'bare-token', subject: 'Authorization' });

export interface Observers {
  readonly stats: RequestStats;
  readonly logger: Logger;
  /** Where the request came from, for the log. */
  readonly clientAddress: (state: RequestState) => string;
}

/** Counts, logs and records every finished SCIM request. */
export function createObserve(app: App, observers: Observers): (exchange: Exchange) => void {
  const { stats, logger, clientAddress } = observers;
  const isVerbose = logger.isLevelEnabled('debug');
  let refusedRows = 0;
  let refusedSecond = 0;

  function hasRoom(at: number): boolean {
    const second = Math.floor(at / 1000);
    if (second !== refusedSecond) refusedRows = 0;
    refusedSecond = second;
    refusedRows += 1;
    return refusedRows <= REFUSED_ROWS_PER_SECOND;
  }

  return (exchange) => {
    const state = exchange.context;
    if (!(state instanceof RequestState)) return;
    const { status, method, path } = exchange;
    const durationMs = performance.now() - state.startedAt;
    const route = routeLabel(path);
    stats.count(route, method, status, durationMs);
    if (isVerbose || (status >= 500 && !isAbandoned(state))) {
      const { authenticated, id } = state;
      const level = status >= 500 ? 'error' : 'debug';
      logger[level](
        {
          requestId: id,
          method,
          route,
          status,
          durationMs,
          organization: authenticated?.organization.id,
          connection: authenticated?.connection.id,
          client: clientAddress(state),
          err: exchange.cause,
        },
        'request',
      );
    }
    const at = Date.now();
    if ((status === 401 || status === 429) && !hasRoom(at)) return;
    record(app, exchange, state, at, durationMs);
  };
}

/** Whether the client went away before it had sent everything; then nobody reads the answer. */
function isAbandoned({ incoming }: RequestState): boolean {
  return incoming.destroyed && !incoming.complete;
}

function record(
  app: App,
  exchange: Exchange,
  state: RequestState,
  at: number,
  durationMs: number,
): void {
  const { authenticated, incoming, id } = state;
  const token = authenticated?.token ?? refusedToken(app, incoming.headers.authorization);
  const { notes } = exchange;
  app.activity.record({
    organizationId: token?.organizationId,
    connectionId: token?.connectionId ?? undefined,
    tokenId: token?.id,
    at,
    requestId: id,
    method: exchange.method,
    path: exchange.path,
    query: exchange.query,
    status: exchange.status,
    durationMs,
    resourceType: exchange.resourceType,
    resourceId: exchange.resourceId,
    notes: authenticated?.isBare ? [BARE_TOKEN, ...notes] : notes,
    detail: exchange.detail,
    scimType: exchange.scimType,
    requestBody: exchange.requestBody,
    userAgent: incoming.headers['user-agent'],
  });
}

/** The token of a request that got 401, if it is one of ours: it has expired or was revoked. */
function refusedToken({ registry }: App, header: string | undefined): LiveToken | undefined {
  const text = header?.trim().split(' ').at(-1);
  return text ? registry.tokenByDigest(hash('sha256', text)) : undefined;
}
