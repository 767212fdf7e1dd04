/** One request on its way through the handler. */
import type { ResourceType } from '../schema/types.ts';
import type { MediaType } from './http/media-types.ts';
import type { Target } from './http/target.ts';
import type { Notes } from './notes.ts';
import type { Service } from './service.ts';
import type { HeaderReader, ScimSession } from './session.ts';

export interface Call {
  readonly service: Service;
  readonly request: Request;
  readonly target: Target;
  readonly requestHeaders: HeaderReader;
  /** Put on every answer. */
  readonly headers: Readonly<Record<string, string>>;
  readonly notes: Notes;
  /** What becomes known on the way, for `observe`. */
  readonly record: CallRecord;
}

interface CallRecord {
  session: ScimSession | undefined;
  requestBody: string | undefined;
  resourceType: string | undefined;
  resourceId: string | undefined;
}

/** A request to `/Users`: it is known who asks, and that they may. */
export interface TypeCall extends Call {
  readonly session: ScimSession;
  readonly type: ResourceType;
  /** What to answer with. */
  readonly mediaType: MediaType;
}

/** A request to `/Users/{id}`. */
export interface ItemCall extends TypeCall {
  readonly id: string;
}
