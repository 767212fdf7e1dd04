/** The cookie of a session. No script reads it, no other site has it sent along, no other host can set it. */
const NAME = '__Host-rollcall';
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax';
/** Of `newSecret`. */
const VALUE = /^[\w-]{43}$/;

/** The value in a Cookie header (RFC 6265 §4.2.1); undefined when there is none, or more than one. */
export function cookieOf(header: string | undefined): string | undefined {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim().split('='))
    .filter(([name]) => name === NAME)
    .map(([, value]) => value);
  const [value] = values;
  return values.length === 1 && value !== undefined && VALUE.test(value) ? value : undefined;
}

/** A Set-Cookie header. @param value Undefined takes it away. */
export function setCookie(value: string | undefined): string {
  return value === undefined
    ? `${NAME}=; ${ATTRIBUTES}; Max-Age=0`
    : `${NAME}=${value}; ${ATTRIBUTES}`;
}
