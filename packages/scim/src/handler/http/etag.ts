/** Versions of resources (RFC 7644 §3.14): weak entity tags made from the version number. */
import { ScimError } from '../../errors.ts';

/** `W/"3"`; also `meta.version`. */
export function etag(version: number): string {
  return `W/"${version}"`;
}

/**
 * Whether a header of If-Match or If-None-Match names the version: `*`, or a list with its tag.
 * `W/` is not looked at: RFC 9110 wants strong comparison for If-Match, which a weak tag could
 * never pass, while RFC 7644 shows If-Match with weak tags.
 */
export function namesVersion(header: string, version: number): boolean {
  const opaque = `"${version}"`;
  return header.split(',').some((item) => {
    const tag = item.trim();
    return tag === '*' || (tag.startsWith('W/') ? tag.slice(2) : tag) === opaque;
  });
}

/** @throws ScimError `preconditionFailed` when If-Match is there and names another version. */
export function checkIfMatch(header: string | null, version: number): void {
  if (header === null || namesVersion(header, version)) return;
  throw new ScimError(
    'preconditionFailed',
    'The resource was changed in the meantime: If-Match names another version. Read it again.',
  );
}
