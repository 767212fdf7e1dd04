/**
 * The URL of a PostgreSQL with several hosts, of which one takes writes at a time (libpq, Connection
 * URIs): `postgresql://user:password@a:5432,b:5432/rollcall?target_session_attrs=read-write`. The
 * driver knows one host, so the URL is taken apart into one for each.
 */

/** One @ at most: a second one is part of a password that was not encoded, and would pass for a host. */
const URL_PARTS = /^(postgres(?:ql)?:\/\/)([^@/?#]*@)?([^@/?#]+)(\/[^@?#]+)(\?[^@#]*)?$/;
/** Hosts that a URL may name. */
const HOSTS_MAX = 16;

/**
 * URLs of one host each, in the order given.
 *
 * @returns undefined when the text is no such URL.
 */
export function parseDatabaseUrl(text: string): readonly string[] | undefined {
  const [, scheme = '', user = '', hosts, path = '', search = ''] = URL_PARTS.exec(text) ?? [];
  if (hosts === undefined) return undefined;
  const parameters = new URLSearchParams(search);
  const target = parameters.get('target_session_attrs');
  // Every node writes, so no other target makes sense.
  if (target !== null && target !== 'read-write' && target !== 'primary') return undefined;
  parameters.delete('target_session_attrs');
  const rest = parameters.size === 0 ? '' : `?${parameters}`;
  const urls = hosts.split(',').map((host) => `${scheme}${user}${host}${path}${rest}`);
  return urls.length <= HOSTS_MAX && urls.every((url) => URL.canParse(url)) ? urls : undefined;
}
