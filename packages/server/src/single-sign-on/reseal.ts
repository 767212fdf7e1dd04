import { writeFor } from '../core.ts';
import { listOrganizations } from '../organizations/index.ts';
import type { SsoDeps } from './deps.ts';
import { aboutSecret, providerRow, updateProvider } from './provider-rows.ts';

/**
 * Seals every client secret with the key that comes first now, so that the others can be taken away.
 *
 * @throws CannotOpenError when one was sealed with a key that is not there; those before it are done.
 */
export async function resealSecrets(deps: SsoDeps): Promise<{ readonly resealed: number }> {
  const { secrets } = deps;
  let resealed = 0;
  for (const { id } of await listOrganizations(deps.reader)) {
    await writeFor(deps, { organizationId: id }, async (session) => {
      const row = await providerRow(session, id);
      if (row === undefined || row.client_secret === null) return;
      if (secrets.isCurrent(row.client_secret)) return;
      const about = aboutSecret(row);
      const text = secrets.open(row.client_secret, about);
      await updateProvider(session, { ...row, client_secret: secrets.seal(text, about) });
      resealed += 1;
    });
  }
  return { resealed };
}

/** Organisations whose client secret the keys of this service do not open. */
export async function unopenedSecrets(deps: SsoDeps): Promise<string[]> {
  const slugs: string[] = [];
  for (const { id, slug } of await listOrganizations(deps.reader)) {
    const row = await providerRow(deps.reader, id);
    if (row === undefined || row.client_secret === null) continue;
    try {
      deps.secrets.open(row.client_secret, aboutSecret(row));
    } catch {
      slugs.push(slug);
    }
  }
  return slugs;
}
