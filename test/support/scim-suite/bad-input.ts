import { describe, expect, it } from 'vitest';
import { type Client, expectError, USER } from './client.ts';

const MIB = 1024 * 1024;

export function badInputSection(scim: Client): void {
  const raw = (body: string | Uint8Array<ArrayBuffer>, path = '/Users', method = 'POST') =>
    scim.sendRaw(method, path, { body, headers: { 'content-type': 'application/scim+json' } });
  /** The body of a user that is as many bytes as wanted. */
  const sized = (bytes: number, rest: object = {}) => {
    const text = JSON.stringify({ schemas: [USER], userName: scim.unique('size'), ...rest });
    return text + ' '.repeat(bytes - text.length);
  };

  describe('RFC 7644 §3.8 malformed bodies', () => {
    it.each([
      ['empty', ''],
      ['white space', ' \n'],
      ['truncated', '{"schemas":['],
      ['an array', '[]'],
      ['a string', '"x"'],
      ['null', 'null'],
      ['a number', '1'],
      ['two values', '{}{}'],
      ['single quotes', "{'userName':'x'}"],
      ['a trailing comma', '{"userName":"x",}'],
      ['a comment', '{}//'],
      ['NaN', '{"userName":NaN}'],
      ['a byte order mark', '\ufeff{}'],
      ['a duplicate name', '{"userName":"a","userName":"b"}'],
      ['a name in two cases', '{"userName":"a","username":"b"}'],
      ['a duplicate name below', '{"userName":"a","name":{"givenName":"b","GIVENNAME":"c"}}'],
      ['an escaped NUL', '{"userName":"a\\u0000"}'],
      ['half a surrogate pair', '{"userName":"\\ud800"}'],
      ['the other half', '{"displayName":"\\udc00x","userName":"a"}'],
      ['a huge number', '{"userName":"a","x":1e400}'],
      ['depth 33', `{"userName":"a","x":${'['.repeat(32)}${']'.repeat(32)}}`],
      ['depth 100,000', '['.repeat(100_000)],
      ['deep objects', '{"a":'.repeat(100_000)],
    ])('7644-3.8-07 7643-2.1-02 E6 refuses %s', async (_name, body) => {
      expectError(await raw(body), 400, 'invalidSyntax');
    });
    it.each([[[0xff]], [[0x7b, 0xc0, 0xae, 0x7d]], [[0x22, 0xed, 0xa0, 0x80, 0x22]]])(
      '7644-3.8-07 E6 refuses bytes %j',
      async (bytes) => {
        expectError(await raw(Uint8Array.from(bytes)), 400, 'invalidSyntax');
      },
    );
    it('E6 takes 32 levels, and large objects quickly', async () => {
      const deep = `{"schemas":["${USER}"],"userName":"${scim.unique()}","x":${'['.repeat(31)}${']'.repeat(31)}}`;
      expect((await raw(deep)).status).toBe(201);
      const names = Array.from({ length: 50_000 }, (_, i) => `"k${i}":1`).join();
      const start = performance.now();
      const many = await raw(`{"schemas":["${USER}"],"userName":"${scim.unique()}",${names}}`);
      expect(many.status).toBe(201);
      expect(performance.now() - start).toBeLessThan(5000);
    });
    it('E3 names of Object.prototype are names like others', async () => {
      for (const name of Object.getOwnPropertyNames(Object.prototype)) {
        const userName = scim.unique('proto');
        const body = `{"schemas":["${USER}"],"userName":"${userName}","${name}":{"polluted":true},"name":{"${name}":{"polluted":true}}}`;
        const answer = await raw(body);
        expect([201, 400]).toContain(answer.status);
        expect(answer.text).not.toContain('polluted');
      }
      expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    });
  });

  describe('limits', () => {
    it('E4 a user has up to 1 MiB', async () => {
      expect((await raw(sized(MIB))).status).toBe(201);
      const answer = await raw(sized(MIB + 1));
      expectError(answer, 413);
      expect(answer.body.detail).toMatch(/1048576/);
    });
    it('E4 counts a body that does not say its length', async () => {
      const bytes = new TextEncoder().encode(sized(MIB + 1));
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          for (let i = 0; i < bytes.length; i += 65_536) {
            controller.enqueue(bytes.subarray(i, i + 65_536));
          }
          controller.close();
        },
      });
      const init = { body, duplex: 'half', headers: { 'content-type': 'application/json' } };
      expectError(await scim.sendRaw('POST', '/Users', init as RequestInit), 413);
    });
    it('E4 a group may be larger than a user', async () => {
      const text = JSON.stringify({ displayName: scim.unique('large') });
      const schemas = '"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"]';
      const body = `{${schemas},${text.slice(1)}${' '.repeat(MIB)}`;
      expect((await raw(body, '/Groups')).status).toBe(201);
    });
    it('E4 a value has up to 64 KiB', async () => {
      const title = 'é'.repeat(32 * 1024);
      expect((await scim.newUser({ title })).title).toBe(title);
      const longer = JSON.stringify({
        schemas: [USER],
        userName: scim.unique(),
        title: `${title}x`,
      });
      expectError(await raw(longer), 400, 'invalidValue');
    });
    it('E4 a PATCH has up to 1,000 operations', async () => {
      const { id } = await scim.newUser();
      const operations = (count: number) =>
        Array.from({ length: count }, (_, i) => ({ op: 'replace', path: 'title', value: `${i}` }));
      expect((await scim.patch(`/Users/${id}`, ...operations(1000))).body.title).toBe('999');
      const more = await scim.patch(`/Users/${id}`, ...operations(1001));
      expect([400, 413]).toContain(more.status);
      expect((await scim.get(`/Users/${id}`)).body.title).toBe('999');
    });
    it('E1 is quick with hostile names to sort by and to show', async () => {
      for (const part of ['a.', '(', '[', 'urn:', 'a,', '%', '__proto__.']) {
        const text = part.repeat(Math.floor(3000 / part.length));
        const start = performance.now();
        expectError(await scim.list('/Users', { sortBy: text }), 400, 'invalidValue');
        const shown = await scim.list('/Users', { attributes: text, count: 1 });
        expect([200, 400]).toContain(shown.status);
        expect(performance.now() - start).toBeLessThan(1000);
      }
    });
    it('E1 a path has up to 512 characters', async () => {
      const { id } = await scim.newUser();
      for (const path of ['a'.repeat(513), 'emails['.repeat(1000), 'a.'.repeat(50_000)]) {
        const answer = await scim.patch(`/Users/${id}`, { op: 'add', path, value: 'x' });
        expectError(answer, 400, 'invalidPath');
      }
    });
  });
}
