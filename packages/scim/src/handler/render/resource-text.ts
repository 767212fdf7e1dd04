import type { ResourceType } from '../../schema/types.ts';
import type { StoredResource } from '../store.ts';
import { groupView } from './full-view.ts';

/**
 * The JSON text of a resource without members, made around the text that is stored: nothing is
 * parsed, since reading a resource is what identity providers do most. It says the same as
 * `fullView`.
 *
 * @param address `meta.location`.
 */
export function resourceText(
  type: ResourceType,
  baseUrl: string,
  stored: StoredResource,
  address: string,
): string {
  const { json } = stored;
  // `schemas` comes first and no URI has a bracket, so this is its end.
  const schemasEnd = json.indexOf(']') + 1;
  const start = `${json.slice(0, schemasEnd)},"id":${JSON.stringify(stored.id)}`;
  const attributes = json.slice(schemasEnd, -1);
  return `${start}${attributes}${groupsText(baseUrl, stored)}${metaText(type, stored, address)}}`;
}

function groupsText(baseUrl: string, { groups }: StoredResource): string {
  if (groups.length === 0) return '';
  return `,"groups":${JSON.stringify(groups.map((group) => groupView(baseUrl, group)))}`;
}

/** Neither the name of a type nor a URL has a character that JSON escapes: `createService` sees to it. */
function metaText({ name }: ResourceType, stored: StoredResource, address: string): string {
  const { created, lastModified, version } = stored;
  const dates = `"created":"${created}","lastModified":"${lastModified}"`;
  return `,"meta":{"resourceType":"${name}",${dates},"location":"${address}","version":"W/\\"${version}\\""}`;
}
