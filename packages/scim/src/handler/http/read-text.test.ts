import { describe, expect, it } from 'vitest';
import { readText } from './read-text.ts';

const LIMIT = { bytes: 10, name: 'bodyBytes' } as const;
const post = (body: RequestInit['body'], headers: Record<string, string> = {}) =>
  new Request('http://h/', { method: 'POST', body: body ?? null, headers, duplex: 'half' });

/** A body of unknown length that says how much of it was read. */
function chunked(chunks: readonly string[]) {
  const left = chunks.map((chunk) => new TextEncoder().encode(chunk));
  const state = { pulled: 0, cancelled: false };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = left.shift();
        if (chunk === undefined) return controller.close();
        state.pulled++;
        controller.enqueue(chunk);
      },
      cancel() {
        state.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { state, request: post(stream) };
}

describe('limit on bodies', () => {
  it('reads n bytes, refuses n + 1', async () => {
    expect(await readText(post('0123456789'), LIMIT)).toBe('0123456789');
    await expect(readText(post('0123456789a'), LIMIT)).rejects.toThrow(/10 bytes.*bodyBytes/);
    expect(await readText(post('0123456789', { 'content-length': '10' }), LIMIT)).toBe(
      '0123456789',
    );
  });
  it('refuses a declared length without reading', async () => {
    const { request, state } = chunked(['a']);
    request.headers.set('content-length', '11');
    await expect(readText(request, LIMIT)).rejects.toThrow(/payloadTooLarge/);
    expect(state.pulled).toBe(0);
  });
  it('counts a chunked body and stops at the limit', async () => {
    const { request, state } = chunked(['012345', '678', 'abc', 'never read', 'never read']);
    await expect(readText(request, LIMIT)).rejects.toThrow(/payloadTooLarge/);
    expect(state).toEqual({ pulled: 3, cancelled: true });
    expect(await readText(chunked(['01', '', '23', '4']).request, LIMIT)).toBe('01234');
  });
  it('does not believe a length that is too short', async () => {
    await expect(readText(post('0123456789abc', { 'content-length': '5' }), LIMIT)).rejects.toThrow(
      /payloadTooLarge/,
    );
  });
  it('reads no body as empty', async () => {
    expect(await readText(post(null), LIMIT)).toBe('');
  });
});

describe('RFC 7644 §3.8 UTF-8', () => {
  it('7643-2.3.1-01 keeps every character, also across chunks', async () => {
    const bytes = new TextEncoder().encode('aé😀');
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    expect(await readText(post(stream), LIMIT)).toBe('aé😀');
  });
  it.each([[[0xff]], [[0xc0, 0xae]], [[0xed, 0xa0, 0x80]], [[0x22, 0xe2, 0x82]]])(
    '7644-3.8-07 E6 refuses bytes %j',
    async (bytes) => {
      await expect(readText(post(Uint8Array.from(bytes)), LIMIT)).rejects.toThrow(/invalidSyntax/);
    },
  );
  it('leaves a byte order mark for the JSON reader to refuse', async () => {
    const text = await readText(post(Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b)), LIMIT);
    expect(text.charCodeAt(0)).toBe(0xfeff);
  });
});
