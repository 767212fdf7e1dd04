import { Refusal } from '../core.ts';

/** Characters. */
const PATH_LENGTH = 1000;
/** What an address has (RFC 3986 §2), beginning with one slash. */
const PATH = /^\/(?!\/)[\w\-.~:/?#[\]@!$&'()*+,;=%]*$/;

/**
 * Where a browser goes on, which has to be a page of ours: a sign-in that ends elsewhere helps those who
 * steal passwords (CWE-601).
 *
 * @param publicUrl Without trailing slash.
 * @throws Refusal `invalid`.
 */
export function localPath(path: string | undefined, publicUrl: string): string {
  if (path === undefined) return '/';
  const ours = new URL(`${publicUrl}/`);
  if (path.length <= PATH_LENGTH && PATH.test(path)) {
    const url = new URL(publicUrl + path);
    // Dots may lead out of the part of the host that is ours.
    if (url.origin === ours.origin && url.pathname.startsWith(ours.pathname)) return path;
  }
  throw new Refusal('invalid', 'return has to be a path of this service, such as /members.');
}
