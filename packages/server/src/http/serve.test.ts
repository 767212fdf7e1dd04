import { Agent, request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../../../test/support/server.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { EVERYBODY, UnavailableError } from '../db/index.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

let server: TestServer;
afterEach(() => server.close().catch(() => {}));

describe('health, readiness and metrics', () => {
  it('/healthz has the version', async () => {
    server = await startServer();
    const answer = await fetch(`${server.url}/healthz`);
    expect(await answer.json()).toEqual({ status: 'ok', version: packageJson.version });
  });

  it('/readyz is 200, and 503 when the database takes no writes', async () => {
    server = await startServer();
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    await server.app.db.writer.close();
    await new Promise((resolve) => setTimeout(resolve, 600));
    const answer = await fetch(`${server.url}/readyz`);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(Object(await answer.json()).detail).toContain('writes');
  });

  it('/metrics counts by route pattern, method and status, and has what an operator needs', async () => {
    server = await startServer();
    for (const path of ['/Users', '/Users/a', '/Users/b', '/Users/b/c', '/x'])
      await server.scim(path);
    await server.scim('/Users/a', { method: 'PROPFIND' });
    const answer = await fetch(`${server.url}/metrics`);
    expect(answer.headers.get('content-type')).toContain('text/plain');
    const text = await answer.text();
    expect(text).toContain('rollcall_requests_total{route="/Users",method="GET",status="200"} 1');
    expect(text).toContain(
      'rollcall_requests_total{route="/Users/{id}",method="GET",status="404"} 2',
    );
    expect(text).toContain('rollcall_requests_total{route="unknown",method="GET",status="404"} 2');
    expect(text).toContain('method="OTHER",status="405"} 1');
    expect(text).toContain(
      'rollcall_request_duration_seconds_bucket{route="/Users",method="GET",le="+Inf"} 1',
    );
    for (const name of [
      ...['rollcall_writes_waiting', 'rollcall_commits_total', 'rollcall_activity_dropped_total'],
      ...[
        'rollcall_connections',
        'nodejs_eventloop_lag_p99_seconds',
        'process_resident_memory_bytes',
      ],
    ]) {
      expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'));
    }
    expect(text).not.toContain('/Users/a');
  });
});

describe('request ids', () => {
  it('are on every answer', async () => {
    server = await startServer();
    const paths = ['/healthz', '/metrics', '/nothing', '/v1/scim/v2/Users', '/v1/scim/v2/nothing'];
    for (const path of paths) {
      const { headers } = await fetch(server.url + path);
      expect(headers.get('x-request-id')).toMatch(UUID);
    }
    const { headers } = await server.scim('/Users');
    expect(headers.get('x-request-id')).toMatch(UUID);
  });

  it.each([
    ['okta-1.2_3', true],
    ['a'.repeat(64), true],
    ['a'.repeat(65), false],
    ['a b', false],
    ['a"b', false],
    ['<script>', false],
    ['é', false],
  ])('%j from the client is taken: %s', async (given, isTaken) => {
    server = await startServer();
    const { headers } = await server.scim('/Users', { headers: { 'x-request-id': given } });
    if (isTaken) expect(headers.get('x-request-id')).toBe(given);
    else expect(headers.get('x-request-id')).toMatch(UUID);
  });
});

describe('answers that are no SCIM', () => {
  it('unknown routes and methods are JSON, never HTML', async () => {
    server = await startServer();
    // But for the pages of the console, which are for who asks for a page.
    for (const [method, path, accept, status] of [
      ['GET', '/', 'application/json', 404],
      ['GET', '/index.html', '*/*', 404],
      ['POST', '/', 'text/html', 404],
      ['POST', '/healthz', 'text/html', 405],
      ['GET', '/v1/scim', 'text/html', 404],
    ] as const) {
      const answer = await fetch(server.url + path, { method, headers: { accept } });
      expect(answer.status).toBe(status);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(Object(await answer.json()).status).toBe(status);
    }
  });

  it('a database that takes no writes is 503 with Retry-After, reads go on', async () => {
    server = await startServer();
    await server.app.db.writer.close();
    await expect(server.app.writer.write(EVERYBODY, async () => {})).rejects.toBeInstanceOf(
      UnavailableError,
    );
    const answer = await server.scim('/Users', {
      method: 'POST',
      headers: { 'content-type': 'application/scim+json' },
      body: '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"x"}',
    });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(answer.headers.get('content-type')).toContain('application/scim+json');
    expect((await server.scim('/Users')).status).toBe(200);
  });
});

describe('security-cases §4 graceful stop', () => {
  /** Sends one request on a kept connection; undefined when no connection could be made. */
  function send(agent: Agent, n: string): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const body = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"${n}"}`;
      const sent = request(
        `${server.baseUrl}/Users`,
        {
          agent,
          method: 'POST',
          headers: {
            authorization: `Bearer ${server.token}`,
            'content-type': 'application/scim+json',
            'content-length': body.length,
          },
        },
        (response) => {
          response.resume();
          response.on('end', () => resolve(response.statusCode));
        },
      );
      sent.once('error', (error) => {
        if (Reflect.get(error, 'code') === 'ECONNREFUSED') resolve(undefined);
        else reject(error);
      });
      sent.end(body);
    });
  }

  it('under load no request that reached the server fails', async () => {
    server = await startServer();
    let answered = 0;
    // A connection that the system took and the server did not accept yet never reached it.
    const connected = new Set<number>();
    const clients = Array.from({ length: 16 }, async (_, client) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      for (let n = 0; ; n++) {
        const status = await send(agent, `${client}-${n}`);
        if (status === undefined) break;
        expect(status).toBe(201);
        answered += 1;
        connected.add(client);
      }
      agent.destroy();
    });
    while (connected.size < 16 || answered < 100) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const closed = server.close();
    await Promise.all(clients);
    await closed;
    expect(answered).toBeGreaterThanOrEqual(100);
  });
});
