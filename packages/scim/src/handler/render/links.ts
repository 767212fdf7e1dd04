/** Links; every one starts with the configured base URL, never with what a request says. */
import { groupType, userType } from '../../schema/index.ts';
import type { ResourceType } from '../../schema/types.ts';
import type { Member } from '../store.ts';

/** `https://example.com/scim/v2/Users/2819c223`. */
export function location(baseUrl: string, type: ResourceType, id: string): string {
  return link(baseUrl, type.endpoint, id);
}

export function groupLink(baseUrl: string, id: string): string {
  return link(baseUrl, groupType.endpoint, id);
}

export function memberLink(baseUrl: string, { type, value }: Member): string {
  return link(baseUrl, type === 'Group' ? groupType.endpoint : userType.endpoint, value);
}

function link(baseUrl: string, endpoint: string, id: string): string {
  return `${baseUrl}${endpoint}/${PLAIN_ID.test(id) ? id : encodeURIComponent(id)}`;
}

/** Ids that need no encoding, in URLs as in JSON. */
const PLAIN_ID = /^[\w-]+$/;
