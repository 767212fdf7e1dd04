import { coreResourceTypes, ScimError, type ScimHandlerOptions } from '@rollcall/scim';
import { scrub } from '../activity/index.ts';
import type { App } from '../app.ts';
import { Refusal } from '../core.ts';
import { OutcomeUnknownError, UnavailableError } from '../db/index.ts';
import { hold, keepHeld } from '../held/index.ts';
import { createScimStore, type StoreDeps } from '../resources/index.ts';
import { authenticateToken } from '../tokens/index.ts';
import { createClientAddress } from './client-address.ts';
import { authorize, authorizeChange, permissionsOf } from './permission.ts';
import { ServerContext } from './server-context.ts';

const TYPES_WITHOUT_GROUPS = coreResourceTypes.filter(
  ({ memberAttribute }) => memberAttribute === undefined,
);

/** Tells who asks and makes the store and the permissions of one request. */
export function createAuthenticator(app: App, baseUrl: string): ScimHandlerOptions['authenticate'] {
  const deps: StoreDeps = {
    reader: app.reader,
    writer: app.writer,
    scans: app.scans,
    clock: app.clock,
  };
  const clientAddress = createClientAddress(app.config.trustedProxies);
  return (_request, context) => {
    if (!(context instanceof ServerContext)) throw new Error('A request came without its context.');
    const now = app.clock();
    const header = context.requestHeaders.get('authorization');
    const authenticated = authenticateToken(app.registry, header, now.getTime());
    context.authenticated = authenticated;
    const { token, connection } = authenticated;
    const perSecond = connection.requestsPerSecond ?? app.config.requestsPerSecond;
    const { organizationId, id: connectionId } = connection;
    app.rates.take({ organizationId, connectionId, perSecond }, context.startedAt);
    app.tokenUse.used(token, now.getTime(), () => clientAddress(context.incoming));
    const permissions = permissionsOf(authenticated, app.registry.plans, now);
    const store = createScimStore(
      checking(deps, () => authenticateToken(app.registry, header, app.clock().getTime())),
      {
        organizationId,
        connectionId,
        linkPolicy: connection.linkPolicy,
        invitations: connection.invitations,
        duplicateGroupNames: connection.duplicateGroupNames,
        brake: connection,
        actor: { kind: 'token', id: token.id },
        requestId: context.requestId,
        baseUrl,
      },
    );
    return {
      store: keepHeld(store, (removal) => {
        context.held = removal;
        return hold(app, connection, context.requestId, removal);
      }),
      mode: connection.mode,
      resourceTypes: permissions.noGroups === undefined ? coreResourceTypes : TYPES_WITHOUT_GROUPS,
      authorize: (action, type) => authorize(permissions, action, type),
      authorizeChange: (type, before, after) => authorizeChange(permissions, type, before, after),
    };
  };
}

/** Longest detail of an answer, characters. */
const DETAIL_MAX = 8000;
const RETRY = Object.freeze({ 'Retry-After': '2' });

/**
 * A database that cannot take the work is the client's to wait for, not a fault to hide. Details quote
 * what was sent; a token that was sent by mistake must not come back with them.
 */
export function refusalOf(failure: unknown): ScimError | undefined {
  if (failure instanceof ScimError) return withoutTokens(failure);
  if (failure instanceof OutcomeUnknownError) {
    const detail = `${failure.message} The change was made whole or not at all: look before repeating it.`;
    return new ScimError('outcomeUnknown', detail, { cause: failure, headers: RETRY });
  }
  // What an administrator has to settle first, such as seats that are all taken.
  if (failure instanceof Refusal && failure.code === 'refused') {
    return new ScimError('forbidden', failure.message, { cause: failure });
  }
  if (!(failure instanceof UnavailableError)) return undefined;
  return new ScimError('unavailable', `${failure.message} Try again in a moment.`, {
    cause: failure,
    headers: RETRY,
  });
}

function withoutTokens(refusal: ScimError): ScimError {
  const detail = scrub(refusal.detail, DETAIL_MAX);
  if (detail === refusal.detail) return refusal;
  const { error, cause, headers } = refusal;
  return new ScimError(error, detail, { cause, headers });
}

/** A body may take its time, in which the token may be revoked: it is looked at again before each write. */
function checking(deps: StoreDeps, check: () => void): StoreDeps {
  const { writer } = deps;
  return {
    ...deps,
    writer: {
      get waiting() {
        return writer.waiting;
      },
      async write(organizationId, unit) {
        check();
        return writer.write(organizationId, unit);
      },
    },
  };
}
