import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendRaw } from '../support/raw-http.ts';
import { startServer, type TestServer } from '../support/server.ts';

const BODY = '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"smuggled"}';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({
    limits: {
      headersTimeoutMs: 400,
      requestTimeoutMs: 900,
      checkIntervalMs: 100,
      slowReaderTimeoutMs: 500,
      connections: 40,
    },
  });
});
afterAll(() => server.close());

/** A POST whose header lines are given, with the token. */
function post(lines: readonly string[], body: string): string {
  const head = [
    'POST /v1/scim/v2/Users HTTP/1.1',
    'Host: localhost',
    `Authorization: Bearer ${server.token}`,
    'Content-Type: application/scim+json',
    ...lines,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

async function userCount(): Promise<number> {
  return Object(await (await server.scim('/Users?count=0')).json()).totalResults;
}

describe('E8 requests with two meanings', () => {
  const chunked = `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`;
  it.each([
    [
      'length and chunks',
      [`Content-Length: ${BODY.length}`, 'Transfer-Encoding: chunked'],
      chunked,
    ],
    ['chunks and length', ['Transfer-Encoding: chunked', 'Content-Length: 4'], chunked],
    ['two lengths', ['Content-Length: 4', `Content-Length: ${BODY.length}`], BODY],
    [
      'the same length twice',
      [`Content-Length: ${BODY.length}`, `Content-Length: ${BODY.length}`],
      BODY,
    ],
    ['a list of lengths', [`Content-Length: 4, ${BODY.length}`], BODY],
    ['a signed length', [`Content-Length: +${BODY.length}`], BODY],
    ['a folded header', ['X-A: b', ' c', `Content-Length: ${BODY.length}`], BODY],
    ['a space before the colon', [`Content-Length : ${BODY.length}`], BODY],
    ['chunked not last', ['Transfer-Encoding: chunked, identity'], chunked],
    ['a header name with a NUL', ['X-\0A: b', `Content-Length: ${BODY.length}`], BODY],
    ['a bare CR in a value', ['X-A: b\rc', `Content-Length: ${BODY.length}`], BODY],
    ['a chunk size that is none', ['Transfer-Encoding: chunked'], `+4\r\n${BODY}\r\n0\r\n\r\n`],
  ])('%s: 400 and the connection ends', async (_name, lines, body) => {
    const before = await userCount();
    const answer = await sendRaw(server.running.port, post(lines, body), 3000);
    expect(answer.status, answer.text).toBe(400);
    expect(answer.closed).toBe(true);
    expect(answer.text.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(await userCount()).toBe(before);
  });
  it('refusals before a request are SCIM errors with a request id', async () => {
    const answer = await sendRaw(server.running.port, 'GARBAGE\r\n\r\n');
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('urn:ietf:params:scim:api:messages:2.0:Error');
    expect(answer.text).toMatch(/X-Request-Id: [\w-]{36}/);
  });
  it('a missing Host is 400; HTTP/1.0 needs none', async () => {
    const { port } = server.running;
    expect((await sendRaw(port, 'GET /healthz HTTP/1.1\r\n\r\n')).status).toBe(400);
    expect((await sendRaw(port, 'GET /healthz HTTP/1.0\r\n\r\n')).status).toBe(200);
  });
  it('an unknown expectation is 417', async () => {
    const text = 'GET /healthz HTTP/1.1\r\nHost: x\r\nExpect: 200-maybe\r\n\r\n';
    expect((await sendRaw(server.running.port, text)).status).toBe(417);
  });
  it('headers over the limit are 431', async () => {
    const text = `GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(40_000)}\r\n\r\n`;
    expect((await sendRaw(server.running.port, text)).status).toBe(431);
  });
});

describe('E8 slow clients', () => {
  it('a header that does not end is cut off', async () => {
    const answer = await sendRaw(server.running.port, 'GET /healthz HTTP/1.1\r\nHost: x\r\n', 3000);
    expect([answer.closed, answer.status]).toEqual([true, 408]);
  });
  it('a body that does not end is cut off, and nothing is changed', async () => {
    const before = await userCount();
    const text = post([`Content-Length: ${BODY.length}`], BODY.slice(0, -1));
    const answer = await sendRaw(server.running.port, text, 4000);
    expect(answer.closed).toBe(true);
    expect(await userCount()).toBe(before);
  });
  it('a client that does not read its answers is cut off', { timeout: 40_000 }, async () => {
    const emails = Array.from({ length: 15 }, (_, i) => ({
      value: `${i}@acme.test`,
      display: 'x'.repeat(60_000),
    }));
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];
    const made = await server.scim('/Users', {
      method: 'POST',
      headers: { 'content-type': 'application/scim+json' },
      body: JSON.stringify({ schemas, userName: 'bulky', emails }),
    });
    expect(made.status).toBe(201);
    const { id } = Object(await made.json());
    const socket = connect({ port: server.running.port, host: '127.0.0.1' });
    socket.pause();
    socket.on('error', () => {});
    const get = `GET /v1/scim/v2/Users/${id} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${server.token}\r\n\r\n`;
    const asked = 40;
    socket.write(get.repeat(asked));
    await new Promise((resolve) => setTimeout(resolve, 4000));
    let bytes = 0;
    socket.on('data', (chunk) => {
      bytes += chunk.length;
    });
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.resume();
    await closed;
    // What the kernel had taken still comes, the rest never does.
    expect(bytes).toBeLessThan(asked * 900_000);
  });
  it('connections over the limit are closed, the others go on', async () => {
    const sockets = Array.from({ length: 60 }, () =>
      connect({ port: server.running.port, host: '127.0.0.1' }).on('error', () => {}),
    );
    const closed = sockets.map((socket) => new Promise((done) => socket.once('close', done)));
    await Promise.race(closed);
    for (const socket of sockets) socket.destroy();
    await Promise.all(closed);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });
});

describe('E4 limits on bodies', () => {
  const LIMIT = 1024 * 1024;
  const padded = (bytes: number) => {
    const name = `padded${bytes}`;
    const start = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"${name}"`;
    return `${start}${' '.repeat(bytes - start.length - 1)}}`;
  };
  const stream = (text: string) => new Blob([text]).stream();

  it.each(['length', 'chunks'])('n bytes pass, n + 1 change nothing (%s)', async (how) => {
    const send = (bytes: number) =>
      server.scim('/Users', {
        method: 'POST',
        headers: { 'content-type': 'application/scim+json' },
        body: how === 'length' ? padded(bytes) : stream(padded(bytes)),
        duplex: 'half',
      });
    const before = await userCount();
    const refused = await send(LIMIT + 1);
    expect(refused.status).toBe(413);
    expect(Object(await refused.json()).detail).toContain('bodyBytes');
    expect(await userCount()).toBe(before);
    const size = how === 'length' ? LIMIT : LIMIT - 1;
    expect((await send(size)).status).toBe(201);
    expect(await userCount()).toBe(before + 1);
  });
  it('a declared length over the limit is refused before the body comes', async () => {
    const text = post([`Content-Length: ${100 * LIMIT}`], '{');
    expect((await sendRaw(server.running.port, text, 400)).status).toBe(413);
  });
});
