import type { Config } from '../config.ts';

/**
 * What to do first, for whoever has just started an empty server.
 *
 * @param url The public one. @param setUpUrl Good once, for a day.
 */
export function firstRunMessage(
  { dataDir, databaseUrl }: Config,
  url: string,
  setUpUrl: string,
): string {
  const rollcall = `npm run -s rollcall --`;
  // The URL has a password: it is not printed, the shell has it.
  const data =
    databaseUrl === undefined
      ? `--data ${/^[\w./-]+$/.test(dataDir) ? dataDir : JSON.stringify(dataDir)}`
      : '--database-url "$ROLLCALL_DATABASE_URL"';
  return `
There is no organisation yet. Make one in the browser; the link works once, until tomorrow:

  ${setUpUrl}

Or while this runs, in another terminal:

  ${rollcall} organization create --name "Acme" --plan enterprise ${data}
  ${rollcall} member create --organization acme --email you@acme.test --org-admin ${data}
  ${rollcall} token create --organization acme --owner you@acme.test --name okta --scope scim:write --expires 180 ${data}

The last prints a token, once. Enter it in the identity provider with the base URL
  ${url}/v1/scim/v2
`;
}
