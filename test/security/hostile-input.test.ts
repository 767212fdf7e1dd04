/** Input made to crash, hang or poison the server. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Answer,
  type Body,
  type Client,
  ENTERPRISE,
  USER,
} from '../support/scim-suite/client.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { expectScimAnswer, prototypeSnapshot } from './support/checks.ts';
import { clientOf } from './support/tenant-client.ts';

let server: TestServer;
let scim: Client;
let user: Body;

beforeAll(async () => {
  server = await startServer();
  scim = clientOf(server, server);
  user = await scim.newUser({ emails: [{ value: 'a@b.test', type: 'work' }] });
});
afterAll(() => server.close());

const SLOW_MS = 1000;

/** Runs it, and checks that it was refused in time. */
async function refused(send: () => Promise<Answer>): Promise<Answer> {
  const start = performance.now();
  const answer = await send();
  expect(performance.now() - start).toBeLessThan(SLOW_MS);
  expectScimAnswer(answer);
  expect([400, 413, 414, 431], answer.text.slice(0, 300)).toContain(answer.status);
  return answer;
}

describe('E1 deep and long filters and paths', () => {
  const FAMILIES = [
    '(',
    'not (',
    'userName eq "a" and ',
    'a.',
    '[',
    'emails[',
    '"',
    'urn:',
    '\\',
    ')',
  ];
  const LENGTHS = [30, 600, 2000, 4096, 100_000];
  const GRID = FAMILIES.flatMap((part) =>
    LENGTHS.map((length) => [part, length, part.repeat(Math.ceil(length / part.length))] as const),
  );

  it.each(GRID)('%j, %d characters, in a filter', async (_, length, filter) => {
    // Longer ones do not fit into the head of a request, which Node answers before anyone sees it.
    if (length > 10_000) return;
    await refused(() => scim.list('/Users', { filter }));
  });
  it.each(GRID)('%j, %d characters, in a path', async (_, __, path) => {
    await refused(() => scim.patch(`/Users/${user.id}`, { op: 'replace', path, value: 'x' }));
    await refused(() => scim.patch(`/Users/${user.id}`, { op: 'remove', path }));
  });
  it.each(GRID)('%j, %d characters, in sortBy and attributes', async (_, length, text) => {
    if (length > 10_000) return;
    for (const parameter of ['sortBy', 'attributes', 'excludedAttributes']) {
      const answer = await scim.list('/Users', { [parameter]: text });
      expectScimAnswer(answer);
      expect(answer.status).toBeLessThan(500);
    }
  });
  it('a head that is too long is refused, and the next request is answered', async () => {
    const answer = await scim.list('/Users', { filter: '('.repeat(100_000) });
    expect([400, 414, 431]).toContain(answer.status);
    expectScimAnswer(answer);
    expect((await scim.get(`/Users/${user.id}`)).status).toBe(200);
  });
  it('well-formed filters at the limits are answered', async () => {
    const term = 'active eq true';
    const nested = `${'('.repeat(19)}${term}${')'.repeat(19)}`;
    expect((await scim.list('/Users', { filter: nested })).status).toBe(200);
    const hundred = Array.from({ length: 100 }, () => term).join(' or ');
    expect((await scim.list('/Users', { filter: hundred })).status).toBe(200);
    await refused(() => scim.list('/Users', { filter: `${hundred} or ${term}` }));
    await refused(() =>
      scim.list('/Users', { filter: `${'('.repeat(21)}${term}${')'.repeat(21)}` }),
    );
  });
});

describe('E2 no text makes an answer slow', () => {
  const long = (part: string, length = 4000) => part.repeat(Math.ceil(length / part.length));
  it.each([
    `userName${long(' ')}x`,
    `userName eq "${long('a')}`,
    `userName eq "${long('\\\\')}`,
    `userName eq "${long('\\u0041')}x`,
    `userName co "${long('ab', 2000)}${'c'.repeat(1900)}"`,
    `userName ew "${long('a', 3900)}b"`,
    `${long('a')}!`,
    `${long('a.')}b eq`,
    `${long('a:')} pr`,
    `${long('-')} pr`,
    `urn:${long(':')} pr`,
    `meta.created gt "${long('2020-01-01T00:00:00')}Z"`,
    `meta.created gt "2020-01-01T00:00:00.${'9'.repeat(3900)}Z"`,
    `active eq ${'9'.repeat(3900)}`,
    `active eq 1e${'9'.repeat(3900)}`,
    `${'\t'.repeat(1300)}x`,
    `emails[${long(' ', 3000)}]`,
    `userName eq "${'\u0130'.repeat(650)}"`,
    `userName eq "a\u0300${'\u0301'.repeat(600)}"`,
    `${'(active pr) or '.repeat(200)}`,
  ])('family %#', async (filter) => {
    const start = performance.now();
    const answer = await scim.list('/Users', { filter });
    expect(performance.now() - start).toBeLessThan(SLOW_MS);
    expectScimAnswer(answer);
    expect([200, 400, 414, 431], answer.text.slice(0, 300)).toContain(answer.status);
  });
});

describe('E3 names of prototypes', () => {
  const SETTABLE = new Set(['name']);
  const NAMES = [
    ...new Set(
      [Object.prototype, Function.prototype, Array.prototype].flatMap(Object.getOwnPropertyNames),
    ),
    'prototype',
  ].filter((name) => !SETTABLE.has(name));

  it.each(NAMES)('%s', async (name) => {
    const before = prototypeSnapshot();
    const path = `/Users/${user.id}`;
    const places = [
      name,
      `${name}.x`,
      `x.${name}`,
      `name.${name}`,
      `${name}.polluted.x`,
      `${name}[primary eq true].x`,
      `emails[${name} eq "x"]`,
      `emails[type eq "work"].${name}`,
      `${USER}:${name}`,
      `${ENTERPRISE}:${name}`,
      `${ENTERPRISE}:manager.${name}`,
    ];
    for (const place of places) {
      for (const op of ['add', 'replace', 'remove']) {
        const value = op === 'remove' ? undefined : 'polluted';
        const answer = await scim.patch(path, { op, path: place, value });
        expectScimAnswer(answer);
        expect(answer.status, `${op} ${place} ${answer.text}`).toBe(400);
      }
      const pathless = await scim.patch(path, { op: 'add', value: ownKey(place, 'polluted') });
      expectScimAnswer(pathless);
      expect([200, 400], `${place} ${pathless.text}`).toContain(pathless.status);
    }
    for (const attribute of places.slice(0, 4)) {
      const answer = await scim.list('/Users', { filter: `${attribute} eq "x"` });
      expectScimAnswer(answer);
      expect(answer.status, `${attribute} ${answer.text}`).toBe(400);
      for (const parameter of ['sortBy', 'attributes', 'excludedAttributes']) {
        expectScimAnswer(await scim.list('/Users', { [parameter]: attribute }));
      }
    }
    await inBodies(name);
    expectScimAnswer(await scim.get(`/${name}`));
    expectScimAnswer(await scim.get(`/Users/${name}`));
    expect(prototypeSnapshot()).toBe(before);
    expect((await scim.get(path)).text).not.toContain('polluted');
  });

  async function inBodies(name: string): Promise<void> {
    const base = { schemas: [USER], userName: scim.unique() };
    const evil = ownKey(name, ownKey('polluted', 'polluted'));
    for (const body of [
      merge(base, evil),
      { ...base, userName: scim.unique(), name: evil },
      { ...base, userName: scim.unique(), emails: [merge({ value: 'a@b.test' }, evil)] },
      { ...base, userName: scim.unique(), [ENTERPRISE]: evil },
      { ...base, userName: scim.unique(), schemas: [USER, name] },
    ]) {
      const answer = await scim.send('POST', '/Users', body);
      expectScimAnswer(answer);
      expect([201, 400], answer.text).toContain(answer.status);
      expect(answer.text).not.toContain('"polluted":');
    }
    const group = await scim.newGroup({ displayName: name });
    expect(group.displayName).toBe(name);
    await scim.send('DELETE', `/Groups/${group.id}`);
  }

  /** An object with its own key, also where that is `__proto__`. */
  function ownKey(key: string, value: unknown): object {
    return JSON.parse(`{${JSON.stringify(key)}:${JSON.stringify(value)}}`);
  }

  function merge(base: object, more: object): object {
    return JSON.parse(`${JSON.stringify(base).slice(0, -1)},${JSON.stringify(more).slice(1)}`);
  }
});

describe('E6 JSON that parsers read differently', () => {
  const post = (raw: string | Uint8Array<ArrayBuffer>) =>
    scim.sendRaw('POST', '/Users', {
      body: raw,
      headers: { 'content-type': 'application/scim+json' },
    });
  const withTitle = (title: string) =>
    `{"schemas":["${USER}"],"userName":"${scim.unique()}","title":${title}}`;

  it.each([
    ['a key twice', '{"schemas":["x"],"userName":"a","userName":"b"}'],
    ['a key twice, escaped', '{"schemas":["x"],"userName":"a","user\\u004eame":"b"}'],
    [
      'a key twice, deep',
      `{"schemas":["${USER}"],"userName":"d","name":{"givenName":"a","givenName":"b"}}`,
    ],
    ['NaN', '{"userName":NaN}'],
    ['Infinity', '{"userName":-Infinity}'],
    ['a comment', '{"userName":"a"/**/}'],
    ['a trailing comma', '{"userName":"a",}'],
    ['single quotes', "{'userName':'a'}"],
    ['text after the end', '{"userName":"a"}{}'],
    ['nothing', ''],
    ['a raw control character', '{"userName":"a\u0001"}'],
    ['ten thousand arrays', '['.repeat(10_000)],
    ['ten thousand objects', '{"a":'.repeat(10_000)],
    ['closed and deep', `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['no object', '"userName"'],
    ['null', 'null'],
  ])('refuses %s', async (_, raw) => {
    const answer = await refused(() => post(raw));
    expect(answer.status).toBe(400);
  });
  it('refuses what is not UTF-8', async () => {
    const bytes = new Uint8Array(Buffer.from(withTitle('"~~"')));
    for (const pair of [
      [0xff, 0xfe],
      [0xc0, 0x80],
      [0xed, 0xa0],
    ]) {
      const broken = bytes.map((byte, at) => {
        const first = bytes.indexOf(0x7e);
        return at === first ? (pair[0] ?? 0) : at === first + 1 ? (pair[1] ?? 0) : byte;
      });
      await refused(() => post(broken));
    }
  });
  it('refuses a million keys by size', async () => {
    const keys = Array.from({ length: 1_000_000 }, (_, n) => `"k${n}":1`).join(',');
    const answer = await refused(() => post(`{${keys}}`));
    expect(answer.status).toBe(413);
  });
  it.each(['1e400', '-0', '12345678901234567890', '1.0', 'true', '[]', '{}'])(
    'refuses the number or value %s for a text',
    async (value) => {
      await refused(() => post(withTitle(value)));
    },
  );
  it.each([
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"\\u0000"',
    '"a\\u0000b"',
    '"\\uffff"',
    '"\\ud83d\\ude00"',
  ])('refuses %s or gives it back as it was', async (title) => {
    const answer = await post(withTitle(title));
    expectScimAnswer(answer);
    if (answer.status === 400) return;
    expect(answer.status, answer.text).toBe(201);
    const read = await scim.get(`/Users/${answer.body.id}`);
    expect(read.body.title).toBe(JSON.parse(title));
  });
  it('a byte order mark is refused or passed over', async () => {
    const answer = await post(`\ufeff${withTitle('"bom"')}`);
    expectScimAnswer(answer);
    expect([201, 400]).toContain(answer.status);
  });
});
