import type { Json, JsonObject } from '../../resource/types.ts';
import type { ResourceType } from '../../schema/types.ts';
import { etag } from '../http/etag.ts';
import type { GroupReference, Member, StoredResource } from '../store.ts';
import { groupLink, location, memberLink } from './links.ts';

/**
 * The whole SCIM resource as a client could see it: what filters are evaluated against and what
 * projections choose from. It says the same as `resourceText`.
 *
 * @param members Left out of the object when undefined.
 */
export function fullView(
  type: ResourceType,
  baseUrl: string,
  stored: StoredResource,
  members?: readonly Member[],
): JsonObject {
  const { schemas, ...attributes } = JSON.parse(stored.json) as Record<string, Json>;
  const view: Record<string, Json> = { schemas: schemas ?? [], id: stored.id, ...attributes };
  if (stored.groups.length > 0) {
    view.groups = stored.groups.map((group) => groupView(baseUrl, group));
  }
  if (members !== undefined) view.members = members.map((member) => memberView(baseUrl, member));
  view.meta = {
    resourceType: type.name,
    created: stored.created,
    lastModified: stored.lastModified,
    location: location(baseUrl, type, stored.id),
    version: etag(stored.version),
  };
  return view;
}

/** An element of a group's `members` (RFC 7643 §4.2). */
export function memberView(baseUrl: string, member: Member): JsonObject {
  const { value, type, display } = member;
  const $ref = memberLink(baseUrl, member);
  return display === undefined ? { value, $ref, type } : { value, $ref, display, type };
}

/** An element of a user's `groups` (RFC 7643 §4.1.2). */
export function groupView(baseUrl: string, { value, display, type }: GroupReference): JsonObject {
  return { value, $ref: groupLink(baseUrl, value), display, type };
}
