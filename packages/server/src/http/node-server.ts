import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { brokenRequest } from './problem.ts';
import { requestIdOf } from './request-id.ts';
import type { ServerLimits } from './server-limits.ts';

export type Fetch = Parameters<typeof getRequestListener>[0];

/**
 * Node's HTTP server with the limits of the service. Everything that is refused before it is a
 * request gets an answer in JSON, and its connection is closed.
 *
 * @param isStopping Whether answers end their connections from now on.
 */
export function createNodeServer(
  fetch: Fetch,
  limits: ServerLimits,
  isStopping: () => boolean,
): Server {
  const listener = getRequestListener(fetch, {
    hostname: 'localhost',
    errorHandler: () => unreadable(),
  });
  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    connectionsCheckingInterval: limits.checkIntervalMs,
    // Checked below, for an answer with a body.
    requireHostHeader: false,
    noDelay: true,
  });
  server.maxConnections = limits.connections;
  server.setTimeout(limits.idleTimeoutMs);
  server.on('request', (incoming, outgoing) => {
    if (isStopping()) outgoing.shouldKeepAlive = false;
    if (incoming.headers.host === undefined && incoming.httpVersionMinor > 0) {
      return refuse(incoming, outgoing, 400, 'The Host header is missing.');
    }
    void listener(incoming, outgoing);
  });
  server.on('checkExpectation', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    refuse(incoming, outgoing, 417, 'The Expect header asks for what the service does not do.');
  });
  server.on('clientError', answerClientError);
  return server;
}

/** For a target or Host that makes no URL. */
function unreadable(): Response {
  const id = requestIdOf(undefined);
  const { headers, body } = brokenRequest(400, 'The target or the Host cannot be read.', id);
  return new Response(body, {
    status: 400,
    headers: Object.entries(headers).map(([name, value]) => [name, String(value)]),
  });
}

function refuse(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  status: number,
  detail: string,
): void {
  const requestId = requestIdOf(incoming.headers['x-request-id']);
  const { headers, body } = brokenRequest(status, detail, requestId);
  outgoing.writeHead(status, headers).end(body);
}

/** Requests that do not parse: both lengths, folded headers, too long or too slow a header. */
function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (socket.destroyed || !socket.writable || isAnswering(socket) || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [line, detail] = describe(error.code);
  const status = Number(line.slice(0, 3));
  const { headers, body } = brokenRequest(status, detail, requestIdOf(undefined));
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${line}\r\n${fields.join('')}\r\n${body}`, () => socket.destroy());
}

/** An answer that has begun would be garbled by another. Node looks at the same field. */
function isAnswering(socket: Duplex): boolean {
  const message: unknown = Reflect.get(socket, '_httpMessage');
  return typeof message === 'object' && message !== null && Reflect.get(message, '_headerSent');
}

function describe(code: string | undefined): readonly [line: string, detail: string] {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return ['431 Request Header Fields Too Large', 'The URL and the headers are too long.'];
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return ['413 Payload Too Large', 'The chunk extensions are too long.'];
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return ['408 Request Timeout', 'The request took too long to arrive.'];
    default:
      return ['400 Bad Request', 'This is not a well-formed HTTP request.'];
  }
}

/** How many connections a server has open. */
export function countConnections(server: Server): () => number {
  let open = 0;
  server.on('connection', (socket) => {
    open += 1;
    socket.once('close', () => {
      open -= 1;
    });
  });
  return () => open;
}
