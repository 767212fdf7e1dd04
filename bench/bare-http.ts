/**
 * The part that both bare servers share: `node:http`, a token checked in memory, and just enough
 * routing to tell the requests of the scenarios apart. What a database answers at once is sent at
 * once, so nothing here returns promises.
 */
import { hash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

const HEADERS = { 'Content-Type': 'application/scim+json' };
const LIST_HEAD =
  '{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":';
/** What the scan of the scenarios looks for. */
export const SCANNED = ['zz1', 'zz2', 'zz3', 'zz4', 'zz5'] as const;

/** A user's answer as text. */
export type Body = string;

/** What the database behind the server does. */
export interface Answers {
  byId(id: string, done: (body: Body | undefined) => void): void;
  byName(key: string, done: (body: Body | undefined) => void): void;
  page(offset: number, limit: number, done: (total: number, bodies: readonly Body[]) => void): void;
  /** All whose attributes have one of {@link SCANNED}. */
  scan(done: (total: number, bodies: readonly Body[]) => void): void;
  /** `done` after the commit, as in all that write. */
  create(text: string, at: string, done: (body: Body) => void): void;
  add(group: string, member: string, at: string, done: () => void): void;
  remove(group: string, member: string, at: string, done: () => void): void;
}

export function serveBare(port: number, token: string, answers: Answers): void {
  const tokens = new Map([[hash('sha256', token), true]]);
  createServer((request, response) => {
    const given = request.headers.authorization ?? '';
    if (!tokens.has(hash('sha256', given.slice(7)))) {
      response.writeHead(401).end();
      return;
    }
    const url = request.url ?? '';
    if (request.method === 'GET') answerRead(answers, url, response);
    else readBody(request, (text) => answerWrite(answers, request.method, url, text, response));
  }).listen(port, '127.0.0.1');
}

function answerRead(answers: Answers, url: string, response: ServerResponse): void {
  if (url.startsWith('/v1/scim/v2/Users/')) {
    answers.byId(url.slice(18), (body) => {
      response.writeHead(body === undefined ? 404 : 200, { ...HEADERS, ETag: 'W/"1"' });
      response.end(body);
    });
    return;
  }
  const query = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  const filter = query.get('filter');
  if (filter?.startsWith('userName eq ')) {
    const key = filter.slice(13, -1).toLowerCase();
    answers.byName(key, (body) =>
      body === undefined ? sendList(response, 0, 1, []) : sendList(response, 1, 1, [body]),
    );
  } else if (filter !== null) {
    answers.scan((total, bodies) => sendList(response, total, 1, bodies));
  } else {
    const first = Number(query.get('startIndex'));
    answers.page(first - 1, Number(query.get('count')), (total, bodies) =>
      sendList(response, total, first, bodies),
    );
  }
}

function sendList(
  response: ServerResponse,
  total: number,
  first: number,
  bodies: readonly Body[],
): void {
  response.writeHead(200, HEADERS);
  response.end(
    `${LIST_HEAD}${total},"startIndex":${first},"itemsPerPage":${bodies.length},"Resources":[${bodies.join(',')}]}`,
  );
}

function answerWrite(
  answers: Answers,
  method: string | undefined,
  url: string,
  text: string,
  response: ServerResponse,
): void {
  const at = new Date().toISOString();
  if (method === 'POST') {
    answers.create(text, at, (body) => response.writeHead(201, HEADERS).end(body));
    return;
  }
  const group = url.slice(19);
  const [operation] = Object(JSON.parse(text)).Operations;
  const done = () => response.writeHead(204).end();
  if (operation.op === 'add') answers.add(group, operation.value[0].value, at, done);
  else answers.remove(group, operation.path.slice(18, -2), at, done);
}

function readBody(request: IncomingMessage, done: (text: string) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => done(Buffer.concat(chunks).toString()));
}
