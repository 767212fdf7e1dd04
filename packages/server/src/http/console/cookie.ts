/** Cookies. No script reads them, no other site has them sent along, no other host can set them. */
/** Of a session. */
const NAME = '__Host-rollcall';
/** Of who is on the way to an identity provider and back. */
const SSO_NAME = '__Host-rollcall-sso';
/** As long as the way may take, seconds. */
const SSO_SECONDS = 600;
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax';
/** Of `newSecret`. */
const VALUE = /^[\w-]{43}$/;

/** The session's value in a Cookie header. */
export function cookieOf(header: string | undefined): string | undefined {
  return valueIn(header, NAME);
}

/** The other one's. */
export function ssoCookieOf(header: string | undefined): string | undefined {
  return valueIn(header, SSO_NAME);
}

/** RFC 6265 §4.2.1; undefined when there is none, or more than one. */
function valueIn(header: string | undefined, wanted: string): string | undefined {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim().split('='))
    .filter(([name]) => name === wanted)
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

/** The same for the other cookie: several ways of one browser share its value. */
export function setSsoCookie(value: string): string {
  return `${SSO_NAME}=${value}; ${ATTRIBUTES}; Max-Age=${SSO_SECONDS}`;
}
