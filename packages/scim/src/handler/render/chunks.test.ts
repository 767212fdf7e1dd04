import { describe, expect, it } from 'vitest';
import { toBody } from './chunks.ts';

const MIB = 1024 * 1024;

/** Chunks of 64 Ki characters that count how many were made. */
function counted(count: number, failAt = Number.POSITIVE_INFINITY) {
  const state = { made: 0, returned: false };
  async function* chunks() {
    try {
      for (; state.made < count; ) {
        if (state.made === failAt) throw new Error('the store went away');
        state.made++;
        yield 'é'.repeat(64 * 1024);
      }
    } finally {
      state.returned = true;
    }
  }
  return { state, chunks: chunks() };
}

describe('bodies', () => {
  it('are one string when small', async () => {
    expect(await toBody(['a', 'b', 'c'].values())).toBe('abc');
    expect(await toBody(counted(16).chunks)).toHaveLength(MIB);
    expect(await toBody([].values())).toBe('');
  });
  it('are a stream when large, with every character', async () => {
    const body = await toBody(counted(40).chunks);
    expect(body).toBeInstanceOf(ReadableStream);
    expect(await new Response(body).text()).toBe('é'.repeat(40 * 64 * 1024));
  });
  it('are made only as fast as they are read', async () => {
    const { state, chunks } = counted(1000);
    const body = await toBody(chunks);
    if (typeof body === 'string') throw new Error('not a stream');
    const reader = body.getReader();
    await reader.read();
    await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(state.made).toBeLessThan(22);
    await reader.cancel();
    expect(state.returned).toBe(true);
  });
  it('reject when the start fails, and break off when the rest does', async () => {
    await expect(toBody(counted(40, 3).chunks)).rejects.toThrow('the store went away');
    const body = await toBody(counted(40, 30).chunks);
    await expect(new Response(body).text()).rejects.toThrow();
  });
});
