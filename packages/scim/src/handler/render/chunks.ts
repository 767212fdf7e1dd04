/**
 * Bodies that may be large: a group of 100,000 members is never one string. What fits into
 * `WHOLE_MAX` goes out at once; the rest is made as fast as the client reads it.
 */
export type Chunks = Iterator<string, void> | AsyncIterator<string, void>;

/** Longest body that is built in memory, UTF-16 code units. */
const WHOLE_MAX = 1024 * 1024;
/** Smallest piece that is handed to the network, UTF-16 code units. */
const PIECE_MIN = 64 * 1024;

/** Text if it is short, else a stream with back-pressure. Rejects if the first chunks fail. */
export async function toBody(chunks: Chunks): Promise<string | ReadableStream<Uint8Array>> {
  let text = '';
  for (;;) {
    const next = chunks.next();
    const { done, value } = next instanceof Promise ? await next : next;
    if (done) return text;
    text += value;
    if (text.length > WHOLE_MAX) return stream(text, chunks);
  }
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
