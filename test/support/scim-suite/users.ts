import { describe, expect, it } from 'vitest';
import { type Client, ENTERPRISE, expectError, USER } from './client.ts';

export function userSection(scim: Client): void {
  const post = (attributes: object) =>
    scim.send('POST', '/Users', { schemas: [USER], userName: scim.unique('user'), ...attributes });

  describe('RFC 7643 §2 attributes and their types', () => {
    it('7643-2.1-01 names do not depend on letter case', async () => {
      const userName = scim.unique('case');
      const { status, body } = await scim.send('POST', '/Users', {
        SCHEMAS: [USER],
        USERNAME: userName,
        Name: { GIVENNAME: 'A' },
        EMAILS: [{ VALUE: 'a@example.com', Type: 'work' }],
      });
      expect(status).toBe(201);
      expect(body).toMatchObject({
        userName,
        name: { givenName: 'A' },
        emails: [{ value: 'a@example.com', type: 'work' }],
      });
    });
    it.each([
      { userName: 5 },
      { name: 'x' },
      { name: { givenName: 7 } },
      { active: 'yes' },
      { active: 1 },
      { emails: 'a@example.com' },
      { emails: ['a@example.com', { value: 1 }] },
      { x509Certificates: [{ value: '***' }] },
    ])('7643-2.3-01 7643-2.3.2-01 7643-2.3.6-01 refuses %j', async (attributes) => {
      expectError(await post(attributes), 400, 'invalidValue');
    });
    it('7643-2.3.1-01 keeps every character of strings', async () => {
      const displayName = 'e\u0301 \u05d0\u05d1 \ud83d\ude00 "\\/ \n\t <img onerror=x> %_';
      const user = await scim.newUser({ displayName });
      expect((await scim.get(`/Users/${user.id}`)).body.displayName).toBe(displayName);
    });
    it('7643-2.3.6-02 takes base64 with and without padding', async () => {
      for (const value of ['TWE=', 'TWE', 'TWFu']) {
        const user = await scim.newUser({ x509Certificates: [{ value }] });
        expect(user.x509Certificates[0].value.replace('=', '')).toBe(value.replace('=', ''));
      }
    });
    it('7643-2.3.8-01 order of keys means nothing', async () => {
      const userName = scim.unique('order');
      const { status } = await scim.send('POST', '/Users', {
        emails: [{ type: 'work', value: 'a@example.com' }],
        userName,
        schemas: [USER],
      });
      expect(status).toBe(201);
    });
    it('7643-2.3.1-03 7643-7-15 takes a type that is not canonical', async () => {
      const { emails } = await scim.newUser({ emails: [{ type: 'alumni', value: 'a@b.example' }] });
      expect(emails).toEqual([{ type: 'alumni', value: 'a@b.example' }]);
    });
    it('7643-2.4-03 refuses two primary values', async () => {
      const emails = [
        { value: 'a@example.com', primary: true },
        { value: 'b@example.com', primary: true },
      ];
      expectError(await post({ emails }), 400, 'invalidValue');
    });
    it('7643-2.4-08 the same value may have two types', async () => {
      const emails = [
        { value: 'a@example.com', type: 'work' },
        { value: 'a@example.com', type: 'home' },
      ];
      expect((await scim.newUser({ emails })).emails).toEqual(emails);
    });
    it('7643-2.5-01 7643-2.5-03 null, [] and absence are the same and are not shown', async () => {
      const user = await scim.newUser({ nickName: null, emails: [], name: {}, title: 'T' });
      for (const name of ['nickName', 'emails', 'name']) expect(user).not.toHaveProperty(name);
      expect(user.title).toBe('T');
    });
  });

  describe('RFC 7643 §3 schemas', () => {
    it.each([['urn:x'], [[USER, USER]], [5], [[5]]])(
      '7643-3-01 7643-3-03 refuses schemas %j',
      async (schemas) => {
        const answer = await post({ schemas });
        expect(answer.status, answer.text).toBe(400);
      },
    );
    it('7643-3-02 7643-3-04 7643-3.3-02 AMB-03 lists what is in use, whatever came', async () => {
      const foreign = 'http://schemas.example.com/x';
      const plain = await scim.newUser({ schemas: [foreign, USER] });
      expect(plain.schemas).toEqual([USER]);
      const enterprise = await scim.newUser({ [ENTERPRISE]: { department: 'D' } });
      expect(enterprise.schemas).toEqual([USER, ENTERPRISE]);
      const listed = await scim.newUser({ schemas: [ENTERPRISE, USER] });
      expect(listed.schemas).toEqual([USER]);
    });
    it('7643-3-06 7643-3.3-03 extensions live under their URN', async () => {
      const user = await scim.newUser({ [ENTERPRISE]: { department: 'D' } });
      expect(user[ENTERPRISE]).toEqual({ department: 'D' });
      expect(user).not.toHaveProperty('department');
    });
    it('7644-3.1-03 7643-2.1-04 leaves out what no schema has', async () => {
      const user = await scim.newUser({ shoeSize: 44, 'urn:example:x': { a: 1 } });
      expect(user).not.toHaveProperty('shoeSize');
      expect(user).not.toHaveProperty('urn:example:x');
    });
  });

  describe('RFC 7643 §4.1 and §4.3 users', () => {
    it('7643-4.1.1-03 7643-7-04 shows the user name as it was sent', async () => {
      const userName = scim.unique('BJensen').toUpperCase();
      expect((await scim.newUser({ userName })).userName).toBe(userName);
    });
    it('7643-4.1.1-12 B4 a password is taken and never seen again', async () => {
      const user = await scim.newUser({ password: 's3cret-Passw0rd' });
      expect(JSON.stringify(user)).not.toMatch(/s3cret|password/i);
      const shown = await scim.get(`/Users/${user.id}?attributes=password,userName`);
      expect(shown.text).not.toMatch(/s3cret|password/i);
      const filter = 'password eq "s3cret-Passw0rd"';
      expectError(await scim.list('/Users', { filter }), 400, 'invalidFilter');
      expectError(await scim.list('/Users', { sortBy: 'password' }), 400, 'invalidValue');
    });
    it('7643-4.1.1-08 7643-4.1.1-09 7643-4.1.1-10 is lenient about formats', async () => {
      const attributes = {
        preferredLanguage: 'en-US, fr;q=0.5',
        locale: 'en_US',
        timezone: 'America/Los_Angeles',
        addresses: [{ type: 'work', country: 'USA', formatted: '1 Road\nTown' }],
        phoneNumbers: [{ value: '555-0100', type: 'work' }],
        roles: [{ value: 'any role' }],
      };
      expect(await scim.newUser(attributes)).toMatchObject(attributes);
    });
    it('7643-4.3-01 7643-4.3-03 keeps the whole enterprise extension', async () => {
      const manager = await scim.newUser();
      const given = {
        employeeNumber: '701984',
        costCenter: '4130',
        organization: 'O',
        division: 'D',
        department: 'P',
      };
      const user = await scim.newUser({
        [ENTERPRISE]: { ...given, manager: { value: manager.id } },
      });
      expect(user[ENTERPRISE]).toMatchObject({ ...given, manager: { value: manager.id } });
      expect(user[ENTERPRISE].manager.$ref).toMatch(new RegExp(`Users/${manager.id}$`));
    });
    it.each([['id-of-manager'], [[{ value: 'id-of-manager' }]]])(
      'AMB-10 takes the manager as %j',
      async (manager) => {
        const user = await scim.newUser({ [ENTERPRISE]: { manager } });
        expect(user[ENTERPRISE].manager.value).toBe('id-of-manager');
      },
    );
    it('AMB-14 takes "True" and "False"', async () => {
      const user = await scim.newUser({
        active: 'False',
        emails: [{ value: 'a@example.com', primary: 'True' }],
      });
      expect(user.active).toBe(false);
      expect(user.emails[0].primary).toBe(true);
    });
  });
}
