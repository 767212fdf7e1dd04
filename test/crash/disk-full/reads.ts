import { expect } from 'vitest';
import type { Target } from '../send.ts';

/** By id, by filter and by page: as many as come while a disk is full. */
export async function expectReads({ baseUrl, token, groupId }: Target): Promise<void> {
  const filter = encodeURIComponent('userName eq "u-0@crash.test"');
  for (const path of [`/Groups/${groupId}`, `/Users?filter=${filter}`, '/Users?count=10']) {
    const answer = await fetch(baseUrl + path, { headers: { Authorization: `Bearer ${token}` } });
    expect(`${path} ${answer.status} ${answer.ok ? '' : await answer.text()}`).toBe(`${path} 200 `);
    await answer.body?.cancel();
  }
}
