import type { Config } from '../config.ts';

/** What to do first, for whoever has just started an empty server. */
export function firstRunMessage({ dataDir, databaseUrl }: Config, url: string): string {
  const rollcall = `npm run -s rollcall --`;
  // The URL has a password: it is not printed, the shell has it.
  const data =
    databaseUrl === undefined
      ? `--data ${/^[\w./-]+$/.test(dataDir) ? dataDir : JSON.stringify(dataDir)}`
      : '--database-url "$ROLLCALL_DATABASE_URL"';
  return `
There is no organisation yet. While this runs, in another terminal:

  ${rollcall} organization create --name "Acme" --plan enterprise ${data}
  ${rollcall} member create --organization acme --email you@acme.test --org-admin ${data}
  ${rollcall} token create --organization acme --owner you@acme.test --name okta --scope scim:write --expires 180 ${data}

The last prints a token, once. Enter it in the identity provider with the base URL
  ${url}/v1/scim/v2
`;
}
