import { ScimError, type ScimHandlerOptions } from '@rollcall/scim';
import type { App } from '../../app.ts';
import { createScimStore, type StoreDeps } from '../../resources/index.ts';
import { authenticateToken } from '../../tokens/index.ts';
import { RateLimiter } from '../rate-limiter.ts';
import { groupsRefusal, planRefusal } from './plan.ts';
import { RequestState } from './request-state.ts';
import { ServerSession } from './server-session.ts';
import { writerForClients } from './writer-for-clients.ts';

/**
 * Tells who sends a SCIM request: token, rate, plan, and a store for one organisation and
 * connection. Nothing of the body is read before.
 *
 * @param baseUrl Absolute URL that `/Users` hangs under.
 */
export function createAuthenticate(
  app: App,
  baseUrl: string,
): ScimHandlerOptions['authenticate'] {
  const { registry, config, clock, tokenUse, reader, scans } = app;
  const limiter = new RateLimiter(config.burst);
  const deps: StoreDeps = { reader, writer: writerForClients(app.writer), scans, clock };

  return (request, state) => {
    if (!(state instanceof RequestState)) throw new Error('A SCIM request came without its state.');
    const now = clock();
    const header = request.headers.get('authorization');
    const authenticated = authenticateToken(registry, header, now.getTime());
    state.authenticated = authenticated;
    const { token, organization, connection } = authenticated;
    const rate = connection.requestsPerSecond ?? config.requestsPerSecond;
    const wait = limiter.take(connection.id, rate, state.startedAt);
    if (wait > 0) throw tooFast(wait, rate);
    tokenUse.used(token, now.getTime());

    const store = createScimStore(deps, {
      organizationId: organization.id,
      connectionId: connection.id,
      linkPolicy: connection.linkPolicy,
      duplicateGroupNames: connection.duplicateGroupNames,
      actor: { kind: 'token', id: token.id },
      requestId: state.id,
      baseUrl,
    });
    return new ServerSession(store, connection.mode, {
      token,
      planRefusal: planRefusal(registry.plans, organization, now),
      groupsRefusal: groupsRefusal(registry.plans, organization, connection),
    });
  };
}

function tooFast(wait: number, rate: number): ScimError {
  const seconds = wait === 1 ? '1 second' : `${wait} seconds`;
  return new ScimError(
    'tooManyRequests',
    `This connection may send ${rate} requests a second for long, and has used up its burst. Try again after ${seconds}.`,
    { headers: { 'Retry-After': String(wait) } },
  );
}
