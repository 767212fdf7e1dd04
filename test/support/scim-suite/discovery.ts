import { describe, expect, it } from 'vitest';
import { type Client, ENTERPRISE, expectError, GROUP, LIST, USER } from './client.ts';

export function discoverySection(scim: Client): void {
  describe('RFC 7644 §4 discovery', () => {
    it('7644-4-01 7643-5-01 7643-5-02 ServiceProviderConfig is one object, true to behaviour', async () => {
      const { status, body, headers } = await scim.get('/ServiceProviderConfig');
      expect(status).toBe(200);
      expect(headers.get('content-type')).toMatch(/^application\/scim\+json/);
      expect(body).toMatchObject({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
        patch: { supported: true },
        bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
        filter: { supported: true, maxResults: 1000 },
        changePassword: { supported: false },
        sort: { supported: true },
        etag: { supported: true },
        meta: { resourceType: 'ServiceProviderConfig' },
      });
      expect(body).not.toHaveProperty('interopProfileConformant');
    });
    it('7643-5-03 authentication schemes say type, name and description', async () => {
      const { body } = await scim.get('/ServiceProviderConfig');
      expect(body.authenticationSchemes).toEqual([
        expect.objectContaining({
          type: 'oauthbearertoken',
          name: expect.stringMatching(/\S/),
          description: expect.stringMatching(/\S/),
          primary: true,
        }),
      ]);
    });
    it('9865-4-01 9865-4-02 9865-4-03 shows the pagination', async () => {
      const { body } = await scim.get('/ServiceProviderConfig');
      expect(body.pagination).toEqual({
        cursor: false,
        index: true,
        defaultPaginationMethod: 'index',
        defaultPageSize: 100,
        maxPageSize: 1000,
      });
    });
    it('7644-4-03 7643-6-01 7643-6-04 lists the resource types', async () => {
      const { body } = await scim.get('/ResourceTypes');
      expect(body).toMatchObject({ schemas: [LIST], totalResults: body.Resources.length });
      for (const type of body.Resources) {
        expect(type).toMatchObject({
          schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
          id: type.name,
          name: expect.stringMatching(/\S/),
          description: expect.stringMatching(/\S/),
          endpoint: expect.stringMatching(/^\//),
        });
        expect((await scim.get(`/ResourceTypes/${type.name}`)).body).toEqual(type);
      }
      expect(body.Resources.map(({ endpoint }: { endpoint: string }) => endpoint)).toEqual([
        '/Users',
        '/Groups',
      ]);
    });
    it('7643-6-02 7643-7-01 INTEROP-02 every schema of a resource type is served', async () => {
      const types = (await scim.get('/ResourceTypes')).body.Resources;
      const listed = (await scim.get('/Schemas')).body.Resources;
      const uris = types.flatMap((type: { schema: string; schemaExtensions: [] }) => [
        type.schema,
        ...type.schemaExtensions.map(({ schema }: { schema: string }) => schema),
      ]);
      expect(uris).toContain(ENTERPRISE);
      expect(listed.map(({ id }: { id: string }) => id).sort()).toEqual(uris.sort());
    });
    it('7644-4-02 7643-7-02 serves schemas one by one, URN in any case', async () => {
      const listed = (await scim.get('/Schemas')).body;
      expect(listed.schemas).toEqual([LIST]);
      for (const schema of listed.Resources) {
        expect(schema.schemas).toEqual(['urn:ietf:params:scim:schemas:core:2.0:Schema']);
        expect((await scim.get(`/Schemas/${schema.id}`)).body).toEqual(schema);
      }
      expect((await scim.get(`/Schemas/${USER.toUpperCase()}`)).body.id).toBe(USER);
      expect((await scim.get(`/Schemas/${encodeURIComponent(GROUP)}`)).body.id).toBe(GROUP);
    });
    it('7643-7-01 knows the schemas of the discovery resources', async () => {
      for (const name of ['ServiceProviderConfig', 'ResourceType', 'Schema']) {
        const uri = `urn:ietf:params:scim:schemas:core:2.0:${name}`;
        expect((await scim.get(`/Schemas/${uri}`)).body.id).toBe(uri);
      }
    });
    it('7644-3.1-02 messages are no schemas', async () => {
      const { body } = await scim.get('/Schemas');
      expect(JSON.stringify(body.Resources)).not.toContain('api:messages');
      const uri = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
      expectError(await scim.get(`/Schemas/${uri}`), 404);
    });
    it('7643-4.1.1-12 IPSIE-08 knows no password', async () => {
      expect((await scim.get('/Schemas')).text).not.toMatch(/"password"/i);
    });
    it('7643-1.2-01 7643-2.3-03 7643-7-03 7643-7-14 schemas keep to the rules of §7', async () => {
      const types = 'string boolean decimal integer dateTime binary reference complex'.split(' ');
      const check = (attributes: Record<string, unknown>[]) => {
        for (const attribute of attributes) {
          expect(types).toContain(attribute.type);
          expect(Array.isArray(attribute.subAttributes)).toBe(attribute.type === 'complex');
          if (attribute.referenceTypes) expect(attribute.type).toBe('reference');
          if (attribute.subAttributes) check(attribute.subAttributes as []);
        }
      };
      for (const { attributes } of (await scim.get('/Schemas')).body.Resources) check(attributes);
    });
    it('7644-3.4.1-02 unknown ones are 404', async () => {
      expectError(await scim.get('/Schemas/urn:example:none'), 404);
      expectError(await scim.get('/ResourceTypes/Device'), 404);
      expectError(await scim.get('/ResourceTypes/__proto__'), 404);
      expectError(await scim.get('/ServiceProviderConfig/x'), 404);
    });
    it('7644-4-04 ignores paging, sorting and projection', async () => {
      const whole = (await scim.get('/Schemas')).body;
      const query = '?count=1&startIndex=2&sortBy=id&attributes=id';
      expect((await scim.get(`/Schemas${query}`)).body).toEqual(whole);
      expect((await scim.get('/ResourceTypes?count=abc')).status).toBe(200);
    });
    it.each(['/Schemas', '/ResourceTypes', '/ServiceProviderConfig', `/Schemas/${USER}`])(
      '7644-4-05 a filter on %s is 403',
      async (path) => {
        expectError(await scim.list(path, { filter: 'id pr' }), 403);
      },
    );
    it.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
      '7643-5-01 7643-7-01 refuses %s',
      async (method) => {
        for (const path of ['/ServiceProviderConfig', '/Schemas', '/ResourceTypes/User']) {
          const answer = await scim.send(method, path, {});
          expectError(answer, 405);
          expect(answer.headers.get('allow')).toBe('GET, HEAD');
        }
      },
    );
  });
}
