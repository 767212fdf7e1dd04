/** The way out: SMTP. */
import type { SendMailOptions } from 'nodemailer';
import { withoutPasswords } from '../url-like.ts';
import { inert } from './inert.ts';
import type { DueMail } from './kinds.ts';
import type { RenderedMail } from './letter.ts';
import { isMailAddress, type Sender, type SmtpSettings } from './settings.ts';

/** Mails under way at once, each on a connection of its own. */
export const CONNECTIONS = 5;
/** How long the server may take to be reached, to greet, and to answer anything, milliseconds. */
const CONNECT_MS = 10_000;
const GREETING_MS = 10_000;
const ANSWER_MS = 30_000;
/** How long one mail may take, also from a server that answers a letter at a time, milliseconds. */
const SEND_MS = 120_000;
/** How long mail that is under way when the node is told to stop may take, milliseconds. */
const GRACE_MS = 5000;
/** Longest reason that is kept. */
const REASON_MAX = 300;

/** What became of an attempt. The message is for the operator and has no password. */
export type Delivery =
  | { readonly kind: 'sent' }
  /** This mail will never be taken. */
  | { readonly kind: 'refused'; readonly message: string }
  /** This mail was not taken now. */
  | { readonly kind: 'deferred'; readonly message: string }
  /** The server takes no mail now: it is away, or does not like us. */
  | { readonly kind: 'unreachable'; readonly message: string }
  /** The node is stopping; nobody knows what became of it. */
  | { readonly kind: 'interrupted' };

export interface OutgoingMail extends RenderedMail {
  /** In whose name it is sent; undefined for the service's own. */
  readonly organizationName: string | undefined;
}

export interface Transport {
  send(mail: DueMail, text: OutgoingMail): Promise<Delivery>;
  close(): void;
}

/**
 * Opens nothing yet; connections are made as mail is sent and stay for the next.
 *
 * @param signal Aborted when the node is stopping: what is under way may still come to its end.
 */
export async function openSmtp(
  settings: SmtpSettings,
  sender: Sender,
  signal: AbortSignal,
): Promise<Transport> {
  const pool = await createPool(settings);
  // Whoever sends hears of it; an error that nobody listens for would end the process.
  pool.on('error', () => {});
  const late = aWhileAfter(signal);
  return {
    async send(mail, text) {
      const { to } = mail;
      if (!isMailAddress(to)) {
        return { kind: 'refused', message: 'The address cannot be written in a mail.' };
      }
      try {
        const bound = AbortSignal.any([late, AbortSignal.timeout(SEND_MS)]);
        await pool.sendMail({ ...messageOf(mail, text, sender), signal: bound });
        return { kind: 'sent' };
      } catch (error) {
        return late.aborted ? { kind: 'interrupted' } : deliveryOf(error);
      }
    },
    close: () => pool.close({ force: true }),
  };
}

function aWhileAfter(signal: AbortSignal): AbortSignal {
  const late = new AbortController();
  const begin = () => setTimeout(() => late.abort(), GRACE_MS).unref();
  if (signal.aborted) begin();
  else signal.addEventListener('abort', begin, { once: true });
  return late.signal;
}

async function createPool({ host, port, secure, requiresTls, user, password }: SmtpSettings) {
  // Only where there is mail to send: loading it takes longer than most commands do.
  const { createTransport } = await import('nodemailer');
  return createTransport({
    pool: true,
    host,
    port,
    secure,
    requireTLS: requiresTls && !secure,
    // Where encryption is not required, it is better than none also without a good certificate.
    tls: { rejectUnauthorized: requiresTls },
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    maxConnections: CONNECTIONS,
    // A mail whose connection broke is tried again by us, with pauses.
    maxRequeues: 0,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: GREETING_MS,
    socketTimeout: ANSWER_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function messageOf(mail: DueMail, text: OutgoingMail, sender: Sender): SendMailOptions {
  const domain = sender.address.slice(sender.address.lastIndexOf('@') + 1);
  return {
    // The same for every attempt, so that a mail that came twice is seen to be one.
    messageId: `<${mail.id}.${mail.organizationId}@${domain}>`,
    from: { name: senderName(text.organizationName, sender), address: sender.address },
    to: { name: '', address: mail.to },
    envelope: { from: sender.address, to: [mail.to] },
    subject: text.subject,
    text: text.plainBody,
    html: text.htmlBody,
    // RFC 3834 §5: nothing answers it by itself.
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}

/** `Acme via Rollcall`. */
function senderName(organizationName: string | undefined, { name }: Sender): string {
  const service = name === '' ? 'Rollcall' : name;
  return organizationName === undefined ? service : `${inert(organizationName)} via ${service}`;
}

function deliveryOf(error: unknown): Delivery {
  const command = String(Reflect.get(Object(error), 'command') ?? '');
  const code = Number(Reflect.get(Object(error), 'responseCode') ?? 0);
  const text = error instanceof Error ? error.message : String(error);
  const message = inert(withoutPasswords(text)).slice(0, REASON_MAX);
  const isAboutMail = command === 'RCPT TO' || command === 'DATA';
  // 421: the server is closing.
  if (!isAboutMail || code < 400 || code === 421) return { kind: 'unreachable', message };
  return { kind: code >= 500 ? 'refused' : 'deferred', message };
}
