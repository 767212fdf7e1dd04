/** Where mail goes out and in whose name, as the operator says it. */
import { isIP } from 'node:net';

export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte on (`smtps`). */
  readonly secure: boolean;
  /** Whether mail may go out only encrypted, to a server whose certificate is good. */
  readonly requiresTls: boolean;
  readonly user: string | undefined;
  /** Never shown. */
  readonly password: string | undefined;
}

export interface Sender {
  readonly name: string;
  readonly address: string;
}

/** Message submission (RFC 6409 §3.1, RFC 8314 §7.3). */
const SUBMISSION_PORT = 587;
const SUBMISSIONS_PORT = 465;
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/;
/** RFC 5321 §4.5.3.1.3, without the brackets. */
const ADDRESS_MAX = 254;
/** One @, and nothing that ends an address in a command or a header. */
const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{C}]+@[^\s@<>()[\]\\,;:"\p{C}]+$/u;

/**
 * Reads `smtp://user:password@host:587`, `smtps://…` or `smtp://host?tls=optional`. Encryption is
 * required unless the server is this machine or the URL says otherwise.
 */
export function parseSmtpUrl(text: string): SmtpSettings | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const { protocol, hostname, port, username, password, pathname, hash } = url;
  const options = [...url.searchParams];
  const isOptional = options.length === 1 && options[0]?.join('=') === 'tls=optional';
  if (!/^smtps?:$/.test(protocol) || hostname === '' || hash !== '') return undefined;
  if (!/^\/?$/.test(pathname) || (options.length > 0 && !isOptional)) return undefined;
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const secure = protocol === 'smtps:';
  const decoded = [username, password].map(decode);
  if (decoded.includes(undefined)) return undefined;
  const [user, secret] = decoded;
  return {
    host,
    port: port === '' ? (secure ? SUBMISSIONS_PORT : SUBMISSION_PORT) : Number(port),
    secure,
    requiresTls: !isOptional && !LOOPBACK.test(host),
    user: user === '' ? undefined : user,
    password: secret === '' ? undefined : secret,
  };
}

/** Undefined when it is not encoded as it should be. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Reads `Name <address>` or an address alone. */
export function parseSender(text: string): Sender | undefined {
  const [, quoted = '', bracketed] = /^\s*(.*?)\s*<([^<>]*)>\s*$/s.exec(text) ?? [];
  const address = (bracketed ?? text).trim();
  const name = quoted.replace(/^"(.*)"$/s, '$1');
  if (!isMailAddress(address) || /[\p{C}<>"]/u.test(name)) return undefined;
  return { name, address };
}

/** Whether an address can be written in a mail as it is. */
export function isMailAddress(text: string): boolean {
  return text.length <= ADDRESS_MAX && ADDRESS.test(text);
}

/** The first of some texts that is an address: people are known by several, not all of which are one. */
export function mailAddressAmong(
  ...texts: readonly (string | null | undefined)[]
): string | undefined {
  return texts.find((text) => typeof text === 'string' && isMailAddress(text)) ?? undefined;
}

/** The place without user and password, for people. */
export function describeSmtp({ host, port, secure, requiresTls }: SmtpSettings): string {
  const place = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  if (secure) return `smtps://${place}`;
  return `smtp://${place}${requiresTls ? ', encrypted' : ', encrypted if it offers that'}`;
}
