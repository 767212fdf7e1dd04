import { describe, expect, it } from 'vitest';
import { UnavailableError } from '../db/index.ts';
import { inTurn, requireRoom } from './hash-queue.ts';
import { verifyPassword } from './passwords.ts';

describe('E9 hashes in flight', () => {
  it('200 at once: two at a time, 32 wait, the others are refused at once', async () => {
    let inFlight = 0;
    let most = 0;
    const turns: (() => void)[] = [];
    const work = async () => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise<void>((resolve) => turns.push(resolve));
      inFlight -= 1;
    };
    const all = Array.from({ length: 200 }, () => inTurn(work));
    const settled = Promise.allSettled(all);
    for (let done = 0; done < 34; done++) {
      await expect.poll(() => turns.length).toBeGreaterThan(done);
      turns[done]?.();
    }
    const outcomes = await settled;
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(most).toBe(2);
    expect(turns).toHaveLength(34);
    expect(refused).toHaveLength(166);
    for (const outcome of refused) {
      expect(outcome).toMatchObject({ reason: expect.any(UnavailableError) });
    }
    // The place of each is free again.
    await expect(inTurn(async () => 'done')).resolves.toBe('done');
  });

  it('an address that nobody has waits for its turn like any other, since something is hashed for it', async () => {
    const ends: (() => void)[] = [];
    const busy = Array.from({ length: 34 }, () =>
      inTurn(() => new Promise<void>((resolve) => ends.push(resolve))),
    );
    // Nor is the try of one who is too many noted first, which would cost two commits.
    expect(requireRoom).toThrow(UnavailableError);
    for (const phc of [undefined, null]) {
      await expect(verifyPassword('walnut gravel anchor 7', phc)).rejects.toThrow(UnavailableError);
    }
    // Too long to be anybody's: told without a turn.
    expect(await verifyPassword('x'.repeat(257), undefined)).toMatchObject({ matches: false });
    for (let done = 0; done < busy.length; done++) {
      await expect.poll(() => ends.length).toBeGreaterThan(done);
      ends[done]?.();
    }
    await Promise.all(busy);
    expect(requireRoom).not.toThrow();
    expect(await verifyPassword('', undefined)).toMatchObject({ matches: false });
    expect(await verifyPassword('', null)).toMatchObject({ matches: false });
  });

  it('work that fails gives its place back', async () => {
    for (let n = 0; n < 5; n++) {
      await expect(inTurn(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    }
    await expect(inTurn(async () => 'done')).resolves.toBe('done');
  });
});
