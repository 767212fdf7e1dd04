/**
 * Where a provider sends people back to, to be entered there. Each organisation has its own: an answer of
 * another organisation's provider comes to another address (mix-up, RFC 9700 §4.4.2.2).
 *
 * @param publicUrl Without trailing slash.
 */
export function redirectUri(publicUrl: string, organizationId: string): string {
  return `${publicUrl}/v1/console/sso/${organizationId}/callback`;
}
