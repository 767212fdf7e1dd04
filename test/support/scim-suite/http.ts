import { describe, expect, it } from 'vitest';
import { type Client, expectError, USER } from './client.ts';

export function httpSection(scim: Client): void {
  describe('RFC 7644 §2 authentication', () => {
    it.each(['Bearer wrong', 'Bearer', 'Bearer undefined', 'Basic Og==', ''])(
      '7644-2-01 A3 refuses %j everywhere with 401',
      async (authorization) => {
        for (const path of ['/Users', '/Groups/x', '/Schemas', '/Bulk', '/nothing', '//Users']) {
          const answer = await scim.get(path, { authorization });
          expectError(answer, 401);
          expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
        }
      },
    );
  });

  describe('RFC 7644 §3.2 endpoints and methods', () => {
    it.each([
      ['DELETE', '/Users', 'GET, HEAD, POST'],
      ['PUT', '/Users', 'GET, HEAD, POST'],
      ['PATCH', '/Groups', 'GET, HEAD, POST'],
      ['OPTIONS', '/Groups', 'GET, HEAD, POST'],
      ['POST', '/Users/x', 'GET, HEAD, PUT, PATCH, DELETE'],
      ['OPTIONS', '/Groups/x', 'GET, HEAD, PUT, PATCH, DELETE'],
      ['QUERY', '/Users', 'GET, HEAD, POST'],
    ])('7644-3.2-01 %s %s is 405', async (method, path, allow) => {
      const answer = await scim.sendRaw(method, path, {});
      expectError(answer, 405);
      expect(answer.headers.get('allow')).toBe(allow);
    });
    it.each([
      ['POST', '/Bulk'],
      ['GET', '/Me'],
      ['POST', '/Me'],
      ['POST', '/.search'],
      ['POST', '/Users/.search'],
      ['POST', '/Groups/.search'],
      ['GET', '/'],
    ])('7644-3.11-01 7644-3.4.3-01 7644-3.7-01 %s %s is 501', async (method, path) => {
      expectError(await scim.sendRaw(method, path, {}), 501);
    });
    it.each(['/nothing', '/users', '/Users/x/y', '/v1/Users', '/Schemas/x/y', '/Bulk/x', '/Me/x'])(
      '7644-3.2-06 AMB-52 %s is 404',
      async (path) => {
        expectError(await scim.get(path), 404);
      },
    );
    it.each([
      '//Users',
      '/Users//',
      '/Users;x=1',
      '/Users/x;y',
      '/Users/a%2Fb',
      '/Users/%2e%2e%2fGroups',
      '/%55sers',
      '/Users/a%5Cb',
      '/Users/%00',
      '/Users/%zz',
      '/Users/%C0%AF',
      '/Users/%252e%252e',
      '/USERS',
    ])('A2 %s names nothing', async (path) => {
      const { status } = await scim.get(path);
      expect([400, 404]).toContain(status);
    });
    it.each([
      '00919288221112222',
      '9'.repeat(30),
      '2819c223-7f76-453a-919d-413861904646',
      'x',
      '__proto__',
      'constructor',
      '%F0%9F%98%80',
      "'%20or%201=1--",
      'a'.repeat(2000),
    ])('7644-3.4.1-02 an unknown id like %s is 404', async (id) => {
      expectError(await scim.get(`/Users/${id}`), 404);
      expectError(await scim.get(`/Groups/${id}`), 404);
    });
    it('HEAD is GET without the body', async () => {
      const user = await scim.newUser();
      for (const path of [`/Users/${user.id}`, '/Users?count=1', '/Schemas', '/nothing']) {
        const [get, head] = [await scim.get(path), await scim.send('HEAD', path)];
        expect([head.status, head.text]).toEqual([get.status, '']);
        for (const name of ['content-type', 'etag', 'content-location']) {
          expect(head.headers.get(name)).toBe(get.headers.get(name));
        }
      }
    });
    it('D5 links do not depend on the Host header', async () => {
      const user = await scim.newUser();
      const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example' };
      const answer = await scim.get(`/Users/${user.id}`, headers);
      expect(answer.text + JSON.stringify([...answer.headers])).not.toContain('evil');
    });
  });

  describe('RFC 7644 §3.8 formats', () => {
    const body = () => JSON.stringify({ schemas: [USER], userName: scim.unique('type') });

    it.each([
      ['*/*', 'application/scim+json'],
      ['application/scim+json', 'application/scim+json'],
      ['application/json', 'application/json'],
      ['text/html, */*;q=0.1', 'application/scim+json'],
    ])('7644-3.1-01 7644-3.8-02 7644-3.8-03 Accept %s gets %s', async (accept, type) => {
      for (const path of ['/Users?count=1', '/Schemas', '/ServiceProviderConfig']) {
        const { headers } = await scim.get(path, { accept });
        expect(headers.get('content-type')?.split(';')[0]).toBe(type);
      }
    });
    it('7644-3.8-05 406 when nothing is acceptable', async () => {
      expectError(await scim.get('/Users?count=1', { accept: 'text/html' }), 406);
      expectError(await scim.get('/Schemas', { accept: 'application/xml' }), 406);
    });
    it.each([
      'application/scim+json',
      'application/json',
      'application/json; charset=utf-8',
      'application/scim+json;charset="UTF-8"',
    ])('7644-3.8-01 7644-3.8-06 takes %s', async (type) => {
      const init = { body: body(), headers: { 'content-type': type } };
      expect((await scim.sendRaw('POST', '/Users', init)).status).toBe(201);
    });
    it.each(['text/plain', 'application/xml', 'application/json; charset=iso-8859-1'])(
      '7644-3.8-06 refuses %s',
      async (type) => {
        const init = { body: body(), headers: { 'content-type': type } };
        expectError(await scim.sendRaw('POST', '/Users', init), 415);
      },
    );
    it('refuses a compressed body', async () => {
      const headers = { 'content-type': 'application/scim+json', 'content-encoding': 'gzip' };
      expectError(await scim.sendRaw('POST', '/Users', { body: body(), headers }), 415);
    });
    it('takes a body without Content-Type', async () => {
      const bytes = new TextEncoder().encode(body());
      expect((await scim.sendRaw('POST', '/Users', { body: bytes })).status).toBe(201);
    });
  });
}
