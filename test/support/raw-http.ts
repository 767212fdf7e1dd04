/** HTTP as bytes, for requests that no client library would send. */
import { connect } from 'node:net';

export interface RawAnswer {
  /** 0 when the connection ended without an answer. */
  readonly status: number;
  /** Everything that came, as it came. */
  readonly text: string;
  /** Whether the server ended the connection. */
  readonly closed: boolean;
  /** Until then, milliseconds. */
  readonly ms: number;
}

/** Sends text and waits until the server closes the connection, or for `waitMs`. */
export function sendRaw(port: number, text: string, waitMs = 1000): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const started = performance.now();
    let received = '';
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(text, 'latin1'));
    const finish = (closed: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(received)?.[1] ?? 0);
      resolve({ status, text: received, closed, ms: performance.now() - started });
    };
    const timer = setTimeout(() => finish(false), waitMs);
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => finish(true));
  });
}

/** One request whose target goes out exactly as given; the connection ends with its answer. */
export function sendTarget(
  port: number,
  method: string,
  target: string,
  headers: readonly string[] = [],
): Promise<RawAnswer> {
  const lines = [
    `${method} ${target} HTTP/1.1`,
    'Host: localhost',
    'Connection: close',
    ...headers,
  ];
  return sendRaw(port, `${lines.join('\r\n')}\r\n\r\n`, 5000);
}
