/** A real mail server in this process, that reads what it is sent. */
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  /** The recipients of the envelope. */
  readonly to: readonly string[];
  readonly from: string;
  readonly parsed: ParsedMail;
  /** As it came. */
  readonly raw: string;
}

export interface SmtpOptions {
  /** 0 takes any that is free. */
  readonly port?: number;
  /** The answer to RCPT TO, such as 550; undefined takes it. */
  readonly refuse?: (address: string) => number | undefined;
  /** How long a mail that has arrived waits for its answer, milliseconds. */
  readonly delayMs?: number;
}

export interface TestSmtp {
  readonly port: number;
  readonly url: string;
  /** In the order of their arrival, whether their answer reached the sender or not. */
  readonly mails: ReceivedMail[];
  close(): Promise<void>;
}

export async function startSmtp({ port = 0, refuse, delayMs = 0 }: SmtpOptions = {}) {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    // Its certificate is known to everybody, and it says so on the console.
    logger: false,
    disableReverseLookup: true,
    closeTimeout: 100,
    onRcptTo({ address }, _session, done) {
      const responseCode = refuse?.(address);
      if (responseCode === undefined) return done();
      done(Object.assign(new Error('not here'), { responseCode }));
    },
    async onData(stream, session, done) {
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of stream) chunks.push(chunk as Buffer);
      } catch {
        // The sender is gone before the end: that is no mail, and there is nobody to answer.
        return;
      }
      const raw = Buffer.concat(chunks).toString();
      const { mailFrom, rcptTo } = session.envelope;
      mails.push({
        from: mailFrom === false || mailFrom === undefined ? '' : mailFrom.address,
        to: rcptTo.map(({ address }) => address),
        parsed: await simpleParser(raw),
        raw,
      });
      setTimeout(done, delayMs);
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.server.address() as AddressInfo;
  return {
    port: address.port,
    url: `smtp://127.0.0.1:${address.port}`,
    mails,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  } satisfies TestSmtp;
}
