import type { Seeded } from '../scenarios.ts';

interface Server {
  readonly port: number;
}

/** Throws unless both kinds of server give the same answers to reads, their own addresses apart. */
export async function expectSameBytes(
  { token, userIds, userNames, outsiders }: Seeded,
  [node]: readonly Server[],
  [bare]: readonly Server[],
): Promise<void> {
  const byName = encodeURIComponent(`userName eq "${userNames[0]}"`);
  const paths = [
    `/Users/${userIds[0]}`,
    `/Users/${outsiders[0]}`,
    `/Users?filter=${byName}`,
    '/Users?startIndex=1&count=100',
    `/Users?startIndex=${userIds.length - 9}&count=10`,
  ];
  for (const path of paths) {
    const [ours, theirs] = await Promise.all([ask(node, path, token), ask(bare, path, token)]);
    if (ours !== theirs) throw new Error(`GET ${path}\n\nRollcall: ${ours}\n\nbare: ${theirs}`);
  }
}

async function ask(server: Server | undefined, path: string, token: string): Promise<string> {
  const origin = `http://127.0.0.1:${server?.port}`;
  const headers = { Authorization: `Bearer ${token}` };
  const response = await fetch(`${origin}/v1/scim/v2${path}`, { headers });
  return (await response.text()).replaceAll(origin, '');
}
