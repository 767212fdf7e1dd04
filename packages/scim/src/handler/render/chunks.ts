import type { MaybePromise } from '../store.ts';

/**
 * Bodies that may be large: a group of 100,000 members is never one string. What fits into
 * `WHOLE_MAX` goes out at once; the rest is made as fast as the client reads it.
 */
export type Chunks = Iterator<string, void> | AsyncIterator<string, void>;
export type Body = string | ReadableStream<Uint8Array>;

/** Longest body that is built in memory, UTF-16 code units. */
const WHOLE_MAX = 1024 * 1024;
/** Smallest piece that is handed to the network, UTF-16 code units. */
const PIECE_MIN = 64 * 1024;

/**
 * Text if it is short, else a stream with back-pressure; at once if the chunks are. Throws or rejects
 * if the first chunks fail.
 */
export function toBody(chunks: Chunks): MaybePromise<Body> {
  let text = '';
  for (;;) {
    const next = chunks.next();
    if (next instanceof Promise) return restOf(text, chunks, next);
    if (next.done) return text;
    text += next.value;
    if (text.length > WHOLE_MAX) return stream(text, chunks);
  }
}

async function restOf(
  start: string,
  chunks: Chunks,
  first: Promise<IteratorResult<string, void>>,
): Promise<Body> {
  let text = start;
  for (let next = await first; !next.done; next = await chunks.next()) {
    text += next.value;
    if (text.length > WHOLE_MAX) return stream(text, chunks);
  }
  return text;
}

function stream(start: string, chunks: Chunks): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let text = start;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      while (text.length < PIECE_MIN) {
        const { done, value } = await chunks.next();
        if (done) {
          if (text !== '') controller.enqueue(encoder.encode(text));
          controller.close();
          return;
        }
        text += value;
      }
      controller.enqueue(encoder.encode(text));
      text = '';
    },
    async cancel() {
      await chunks.return?.();
    },
  });
}
