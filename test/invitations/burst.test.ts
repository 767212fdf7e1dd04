import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mailRows } from '../mail/support.ts';
import { cases } from '../support/cases.ts';
import { openWorld, type World } from './support.ts';

/** People assigned at once; 5,000 in the nightly run. */
const BURST = cases(300);
/** Requests of an identity provider under way. */
const AT_ONCE = 16;

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

describe('walkthrough 4.2: assigning a group is the same calls, one per person, in a burst', () => {
  it('each gets one mail with a link of their own, and everybody is answered before it is sent', {
    timeout: 600_000,
  }, async () => {
    const people = Array.from({ length: BURST }, (_, n) => `p${n}@acme.test`);
    const waiting = people.values();
    const work = async () => {
      for (const userName of waiting) await world.push(userName);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const rows = await mailRows(world.server);
    expect(rows.every(({ state }) => state === 'queued')).toBe(true);
    expect(rows).toHaveLength(BURST);
    await world.deliver(BURST);
    const codes = people.flatMap((address) => world.codesTo(address));
    expect(codes).toHaveLength(BURST);
    expect(new Set(codes).size).toBe(BURST);
    const last = world.codesTo(`p${BURST - 1}@acme.test`)[0] ?? '';
    expect(await world.look(last)).toMatchObject({ email: `p${BURST - 1}@acme.test` });
  });
});
