import { type Exchange, isObject } from '@rollcall/scim';
import type { App } from '../app.ts';
import type { Telemetry } from '../telemetry/index.ts';
import type { ServerContext, ServerSession } from './session.ts';

/** Leaves a row of activity, a count, and for a fault a line in the log. */
export function createObserver(app: App, telemetry: Telemetry): (exchange: Exchange) => void {
  return (exchange) => {
    const session = exchange.session as ServerSession | undefined;
    const context = exchange.context as ServerContext;
    const durationMs = performance.now() - context.startedAt;
    const who = session?.authenticated;
    app.activity.record({
      organizationId: who?.organization.id,
      connectionId: who?.connection.id,
      tokenId: who?.token.id,
      at: app.clock().getTime(),
      requestId: context.requestId,
      method: exchange.method,
      path: exchange.path,
      query: exchange.query,
      status: exchange.status,
      durationMs,
      resourceType: exchange.resourceType,
      resourceId: exchange.resourceId,
      notes:
        who?.isBare === true
          ? [...exchange.notes, { entry: 'bare-token', subject: 'Authorization' }]
          : exchange.notes,
      detail: exchange.detail,
      scimType: exchange.scimType,
      requestBody: exchange.requestBody,
      userAgent: context.userAgent,
    });
    const route = exchange.resourceType ?? 'other';
    telemetry.observe(exchange.method, route, exchange.status, durationMs);
    if (exchange.status < 500) return;
    const { requestId } = context;
    const { method, status, cause } = exchange;
    telemetry.log.error(
      { requestId, method, route, status, err: errorOf(cause) },
      'request failed',
    );
  };
}

function errorOf(cause: unknown): unknown {
  return cause instanceof Error || !isObject(cause as never) ? cause : undefined;
}
