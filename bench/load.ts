/**
 * The load generator: a process of its own, so that the server under test has its core to itself.
 * Plain sockets with keep-alive and no pipelining; each connection sends its next request when the
 * answer to the last is complete. Reads one plan as JSON from standard input, prints one result.
 */
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

export interface LoadPlan {
  /** Connections are spread over them. */
  readonly ports: readonly number[];
  readonly token: string;
  readonly connections: number;
  /** Measured time; a fifth of it more goes before as warm-up. */
  readonly seconds: number;
  readonly method: string;
  /** Taken in turn; `{n}` becomes a number that no other request of this run has. */
  readonly paths: readonly string[];
  /** JSON bodies taken in turn, with the same `{n}`; none for GET. */
  readonly bodies?: readonly string[];
  /** Of the bodies; default SCIM's. */
  readonly mediaType?: string;
  readonly status: number;
  /** Pause between the requests of one connection, milliseconds. */
  readonly pauseMs?: number;
  /**
   * Never sleep while waiting for answers. A server that is slower than the load would otherwise pay
   * for waking an idle core with each answer, and one that keeps the load busy would not.
   */
  readonly spin?: boolean;
}

export interface LoadResult {
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Those that were sent in all, with the warm-up. */
  readonly sent: number;
}

const HEADER_END = Buffer.from('\r\n\r\n');
const CHUNKED_END = Buffer.from('0\r\n\r\n');

if (import.meta.main) {
  const plan = JSON.parse(await text(process.stdin)) as LoadPlan;
  console.log(JSON.stringify(await load(plan)));
}

/** Runs the plan. Throws at the first answer with another status. */
export async function load(plan: LoadPlan): Promise<LoadResult> {
  const latencies: number[] = [];
  const warmUntil = performance.now() + plan.seconds * 200;
  const end = warmUntil + plan.seconds * 1000;
  const unique = process.pid * 1_000_000;
  let counter = 0;
  const { mediaType = 'application/scim+json' } = plan;

  const next = (): Buffer => {
    const n = counter++;
    const fill = (template: string | undefined) => template?.replaceAll('{n}', String(unique + n));
    const path = fill(plan.paths[n % plan.paths.length]);
    const body = fill(plan.bodies?.[n % plan.bodies.length]);
    const length = body === undefined ? '' : `Content-Length: ${Buffer.byteLength(body)}\r\n`;
    return Buffer.from(
      `${plan.method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${plan.token}\r\n` +
        `Accept: ${mediaType}\r\nContent-Type: ${mediaType}\r\n${length}\r\n${body ?? ''}`,
    );
  };

  const one = async (_: unknown, index: number) => {
    const port = plan.ports[index % plan.ports.length] ?? 0;
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const exchange = exchanger(socket, plan.status);
    while (performance.now() < end) {
      const request = next();
      const started = performance.now();
      await exchange(request);
      const finished = performance.now();
      if (started >= warmUntil && finished <= end) latencies.push(finished - started);
      if (plan.pauseMs) await new Promise((resolve) => setTimeout(resolve, plan.pauseMs));
    }
    socket.destroy();
  };
  const spin = () => {
    if (performance.now() < end) setImmediate(spin);
  };
  if (plan.spin) spin();
  await Promise.all(Array.from({ length: plan.connections }, one));

  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor((latencies.length - 1) * share)] ?? 0;
  return {
    requestsPerSecond: latencies.length / plan.seconds,
    p50: at(0.5),
    p99: at(0.99),
    max: at(1),
    sent: counter,
  };
}

/** Sends one request at a time and resolves when its whole answer is there. */
function exchanger(socket: Socket, status: number): (request: Buffer) => Promise<void> {
  let received: Buffer[] = [];
  let size = 0;
  let needed = -1;
  let chunked = false;
  let tail = Buffer.alloc(0);
  let settle: { resolve: () => void; reject: (error: Error) => void } | undefined;

  socket.on('error', (error) => settle?.reject(error));
  socket.on('close', () => settle?.reject(new Error('The server closed the connection.')));
  socket.on('data', (data) => {
    received.push(data);
    size += data.length;
    if (needed < 0 && !chunked) {
      const head = received.length === 1 ? data : Buffer.concat(received);
      const headerEnd = head.indexOf(HEADER_END);
      if (headerEnd < 0) return;
      const header = head.toString('latin1', 0, headerEnd).toLowerCase();
      if (Number(header.slice(9, 12)) !== status) {
        settle?.reject(new Error(`Not ${status}: ${head.toString('utf8').slice(0, 600)}`));
        return;
      }
      const at = header.indexOf('content-length: ');
      chunked = at < 0 && header.includes('transfer-encoding: chunked');
      needed = headerEnd + 4 + (at < 0 ? 0 : Number.parseInt(header.slice(at + 16), 10));
    }
    if (chunked) tail = Buffer.concat([tail, data]).subarray(-CHUNKED_END.length);
    const complete = chunked ? tail.equals(CHUNKED_END) : needed >= 0 && size >= needed;
    if (!complete) return;
    received = [];
    size = 0;
    needed = -1;
    chunked = false;
    settle?.resolve();
  });
  return (request) =>
    new Promise<void>((resolve, reject) => {
      settle = { resolve, reject };
      socket.write(request);
    });
}
