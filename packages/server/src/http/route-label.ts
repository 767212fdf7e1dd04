const COLLECTIONS = ['/Users', '/Groups', '/ResourceTypes', '/Schemas', '/ServiceProviderConfig'];

/** The pattern of a path under the base URL, for metrics and logs: a closed set, without ids. */
export function routeLabel(path: string): string {
  for (const collection of COLLECTIONS) {
    if (!path.startsWith(collection)) continue;
    if (path.length === collection.length) return collection;
    if (path.charCodeAt(collection.length) !== SLASH) continue;
    const isItem =
      path.length > collection.length + 1 && !path.includes('/', collection.length + 1);
    return isItem ? `${collection}/{id}` : UNKNOWN;
  }
  return UNKNOWN;
}

const SLASH = 0x2f;
const UNKNOWN = 'unknown';
