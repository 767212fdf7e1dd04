/** ListResponse (RFC 7644 §3.4.2): as text around resources that are text already, and as an object. */
import type { JsonObject } from '../resource/types.ts';
import { URNS } from './urns.ts';

/**
 * Everything before the first resource; `LIST_TAIL` comes after the last one.
 *
 * @param total All matches.
 * @param startIndex One-based position of the first resource of this page.
 * @param itemsPerPage How many resources this page really has.
 */
export function listHead(total: number, startIndex: number, itemsPerPage: number): string {
  return `${SCHEMAS}${total},"startIndex":${startIndex},"itemsPerPage":${itemsPerPage},"Resources":[`;
}

export const LIST_TAIL = ']}';

const SCHEMAS = `{"schemas":["${URNS.listResponse}"],"totalResults":`;

/** A list that is always whole, as those of the discovery endpoints are (RFC 7644 §4). */
export function listResponse(resources: readonly JsonObject[]): JsonObject {
  return {
    schemas: [URNS.listResponse],
    totalResults: resources.length,
    startIndex: 1,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}
