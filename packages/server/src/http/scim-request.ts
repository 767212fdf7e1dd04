/**
 * Whether the path of a request is spelled as it was sent. On the way here URLs lose their dot
 * segments and have other characters encoded; such a path names nothing, so that nothing in front
 * of this server can have taken it for another.
 *
 * @param url Of the request as it got here.
 * @param target Of the request line.
 */
export function isPlain(url: string, target: string): boolean {
  if (target.includes('#')) return false;
  if (url.endsWith(target)) return true;
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  const start = url.indexOf('/', url.indexOf('://') + 3);
  const end = url.indexOf('?', start);
  return path === url.slice(start, end === -1 ? undefined : end);
}

/** The same request with another URL, which need not be one: the handler reads it as text. */
export function withUrl(request: Request, url: string): Request {
  return Object.create(request, { url: { value: url } }) as Request;
}
