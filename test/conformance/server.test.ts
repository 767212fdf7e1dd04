import { scimConformanceSuite } from '../support/scim-suite.ts';
import { startServer } from '../support/server.ts';

scimConformanceSuite('server', async () => {
  const server = await startServer({ nodes: 2 });
  return { fetch: server.scim, close: server.close };
});
