/** What a SCIM client sees of a world. */
import { type Place, type World, withServer } from './world.ts';

/** Asks a server on this place everything: status, ETag and body of each answer, to the byte. */
export function answers(world: World, place: Place): Promise<string[]> {
  return withServer(place, async (baseUrl) => {
    const headers = { Authorization: `Bearer ${world.token}` };
    const found: string[] = [];
    for (const path of pathsOf(world)) {
      const response = await fetch(baseUrl + path, { headers });
      const tag = response.headers.get('etag');
      found.push(`${path} ${response.status} ${tag} ${await response.text()}`);
    }
    return found;
  });
}

function pathsOf({ userIds, groupId }: World): string[] {
  const [first, second] = userIds;
  const filter = (text: string) => `?filter=${encodeURIComponent(text)}`;
  const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  return [
    `/Users/${first}`,
    `/Users/${second}`,
    '/Users/nobody',
    '/Users?count=500',
    `/Users?startIndex=${userIds.length - 10}&count=100`,
    '/Users?sortBy=userName&sortOrder=descending&count=20',
    `/Users${filter('userName eq "user20@example.test"')}`,
    `/Users${filter('emails.value eq "private9@example.test"')}`,
    `/Users${filter('name.familyName co "東京" and not (active eq true)')}`,
    `/Users${filter(`${enterprise}:employeeNumber eq "13"`)}`,
    `/Groups/${groupId}`,
    '/Groups?excludedAttributes=members',
    `/Groups${filter('displayName eq "nested"')}`,
    '/ResourceTypes',
  ];
}
