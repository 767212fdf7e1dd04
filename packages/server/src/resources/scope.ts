/** What a store is made from, and for whom. */

import type { BrakePolicy } from '../brake/index.ts';
import type { Session, Writer } from '../db/index.ts';
import type { Actor, ChangeContext } from '../events/index.ts';
import type { ScanPool } from './scan/pool.ts';

export type Clock = () => Date;

export interface StoreDeps {
  /** Never the writing connection: readers do not wait for commits. */
  readonly reader: Session;
  readonly writer: Writer;
  readonly scans: ScanPool;
  readonly clock: Clock;
}

/** One organisation and one connection: every query of the store carries both. */
export interface StoreScope {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly linkPolicy: 'automatic' | 'ask' | 'never';
  /** What becomes of the invitations of its people. */
  readonly invitations: 'send' | 'hold' | 'none';
  /** Whether two groups of the connection may have one display name. */
  readonly duplicateGroupNames: boolean;
  /** How many may be removed without a question. */
  readonly brake: BrakePolicy;
  readonly actor: Actor;
  readonly requestId: string | undefined;
  /** Absolute URL that `/Users` hangs under, for filters on `meta.location` and `$ref`. */
  readonly baseUrl: string;
}

/** The context of a change made now. */
export type StoreContext = ChangeContext & Pick<StoreScope, 'linkPolicy' | 'invitations'>;

export function contextAt(scope: StoreScope, at: string): StoreContext {
  const { organizationId, connectionId, actor, requestId, linkPolicy, invitations } = scope;
  return { organizationId, connectionId, actor, requestId, linkPolicy, invitations, at };
}
