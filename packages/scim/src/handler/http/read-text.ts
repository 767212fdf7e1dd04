import { ScimError } from '../../errors.ts';
import type { HeaderReader } from '../session.ts';

export interface BodyLimit {
  /** Bytes. */
  readonly bytes: number;
  /** Name of the limit, for the message. */
  readonly name: 'bodyBytes' | 'groupBodyBytes';
}

/** The BOM stays, so that the JSON reader refuses it (RFC 8259 §8.1). */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads the body of a request as text. One that says it is too large is refused unread; one that
 * does not say is counted while it comes in.
 *
 * @throws ScimError `payloadTooLarge`; `invalidSyntax` when it is not UTF-8.
 */
export async function readText(
  request: Request,
  limit: BodyLimit,
  headers: HeaderReader = request.headers,
): Promise<string> {
  const length = headers.get('content-length');
  const declared = length === null ? Number.NaN : Number(length);
  if (declared > limit.bytes) throw tooLarge(limit);
  const bytes = Number.isInteger(declared)
    ? new Uint8Array(await request.arrayBuffer())
    : await readCounted(request, limit);
  if (bytes.byteLength > limit.bytes) throw tooLarge(limit);
  try {
    return UTF8.decode(bytes);
  } catch (cause) {
    throw new ScimError('invalidSyntax', 'The body is not valid UTF-8.', { cause });
  }
}

async function readCounted(request: Request, limit: BodyLimit): Promise<Uint8Array> {
  const reader = request.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concatenate(chunks, total);
    total += value.byteLength;
    if (total > limit.bytes) {
      await reader.cancel();
      throw tooLarge(limit);
    }
    chunks.push(value);
  }
}

function concatenate(chunks: readonly Uint8Array[], total: number): Uint8Array {
  const [first] = chunks;
  if (chunks.length === 1 && first !== undefined) return first;
  const bytes = new Uint8Array(total);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function tooLarge({ bytes, name }: BodyLimit): ScimError {
  return new ScimError(
    'payloadTooLarge',
    `The body is larger than ${bytes} bytes (limit ${name}). Send less at once.`,
  );
}
