import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendTarget } from '../support/raw-http.ts';
import { startServer, type TestServer } from '../support/server.ts';

const PUBLIC_URL = 'https://people.example.test/rollcall';
const FORGED = [
  'X-Forwarded-Host: evil.test',
  'X-Forwarded-Proto: gopher',
  'X-Forwarded-Prefix: /evil.test',
  'X-Original-URL: /evil.test',
  'Forwarded: host=evil.test;proto=https',
];

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ config: { publicUrl: PUBLIC_URL, trustedProxies: ['127.0.0.1'] } });
});
afterAll(() => server.close());

const send = (host: string, method: string, path: string, body = '') => {
  const headers = [
    `Authorization: Bearer ${server.token}`,
    'Content-Type: application/scim+json',
    `Content-Length: ${body.length}`,
    ...FORGED,
  ];
  const target = `/v1/scim/v2${path}`;
  if (host === 'localhost' && body === '') {
    return sendTarget(server.running.port, method, target, headers);
  }
  return sendTarget(server.running.port, method, target, [...headers, '', body]);
};

describe('D5 links start with the public URL, whatever a request says', () => {
  it('in bodies and headers of users, groups, lists and discovery', async () => {
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];
    const created = await send('x', 'POST', '/Users', JSON.stringify({ schemas, userName: 'd5' }));
    expect(created.status, created.text).toBe(201);
    const base = `${PUBLIC_URL}/v1/scim/v2`;
    expect(created.text).toContain(`Location: ${base}/Users/`);
    for (const path of [
      '/Users',
      '/Groups',
      '/Schemas',
      '/ResourceTypes',
      '/ServiceProviderConfig',
    ]) {
      const answer = await send('localhost', 'GET', path);
      expect(answer.status).toBe(200);
      expect(answer.text).not.toContain('evil');
      if (path !== '/Groups') expect(answer.text).toContain(base);
    }
  });
  it('a Host that is no host is 400', async () => {
    const { sendRaw } = await import('../support/raw-http.ts');
    for (const host of ['evil.test/v1', 'a b', 'x@evil.test', '']) {
      const text = `GET /v1/scim/v2/Users HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${server.token}\r\nConnection: close\r\n\r\n`;
      const answer = await sendRaw(server.running.port, text, 5000);
      expect(answer.text).not.toContain('evil');
      if (host !== '') expect(answer.status, answer.text).toBe(400);
    }
  });
  it('without a public URL they start with the address it listens on', async () => {
    const plain = await startServer();
    const answer = await plain.scim('/ServiceProviderConfig', { headers: { host: 'evil.test' } });
    expect(Object(await answer.json()).meta.location).toBe(
      `${plain.baseUrl}/ServiceProviderConfig`,
    );
    await plain.close();
  });
});
