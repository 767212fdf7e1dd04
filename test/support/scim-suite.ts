/**
 * What every SCIM service of ours does, whatever store is behind it: tests over HTTP, named by
 * section and requirement. A service under test is in tolerant mode with the default limits and
 * need not be empty.
 */
import { afterAll, beforeAll, describe } from 'vitest';
import { badInputSection } from './scim-suite/bad-input.ts';
import { createClient, type ScimService } from './scim-suite/client.ts';
import { createSection } from './scim-suite/create.ts';
import { deleteSection } from './scim-suite/delete.ts';
import { discoverySection } from './scim-suite/discovery.ts';
import { filterSection } from './scim-suite/filter.ts';
import { groupSection } from './scim-suite/groups.ts';
import { httpSection } from './scim-suite/http.ts';
import { listSection } from './scim-suite/list.ts';
import { patchSection } from './scim-suite/patch.ts';
import { projectionSection } from './scim-suite/projection.ts';
import { replaceSection } from './scim-suite/replace.ts';
import { userSection } from './scim-suite/users.ts';
import { versionSection } from './scim-suite/versions.ts';

export type { ScimService } from './scim-suite/client.ts';

const SECTIONS = [
  discoverySection,
  createSection,
  userSection,
  groupSection,
  listSection,
  filterSection,
  projectionSection,
  replaceSection,
  patchSection,
  deleteSection,
  versionSection,
  httpSection,
  badInputSection,
];

export function scimConformanceSuite(name: string, start: () => Promise<ScimService>): void {
  describe(name, () => {
    let service: ScimService | undefined;
    beforeAll(async () => {
      service = await start();
    });
    afterAll(() => service?.close());
    const client = createClient(() => {
      if (service === undefined) throw new Error('The service did not start.');
      return service;
    });
    for (const section of SECTIONS) section(client);
  });
}
