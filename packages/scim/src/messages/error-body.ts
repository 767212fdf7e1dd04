import type { ScimError } from '../errors.ts';
import type { JsonObject } from '../resource/types.ts';
import { URNS } from './urns.ts';

/** The body of an error answer (RFC 7644 §3.12): `status` is a string there. */
export function errorBody({ status, scimType, detail }: ScimError): JsonObject {
  const head = { schemas: [URNS.error], status: String(status) };
  return scimType === undefined ? { ...head, detail } : { ...head, scimType, detail };
}
