/** Held changes in words. */
import type { BrakeOf, HeldChange, What } from './held-types.ts';

/** "Deactivate Jane Doe". */
export function changeInWords({ what, displayName, resourceType, amount }: HeldChange): string {
  const name = displayName ?? `a ${resourceType.toLowerCase()} that is gone`;
  switch (what) {
    case 'deactivate':
      return `Deactivate ${name}`;
    case 'delete':
      return `Delete ${name}`;
    case 'deleteGroup':
      return `Delete the group ${name} (${count(amount, 'membership')})`;
    case 'removeMembers':
      return `Remove ${count(amount, 'member')} from ${name}`;
  }
}

const SUMS: Readonly<Record<What, (changes: number, amount: number) => string>> = {
  deactivate: (changes) => `${count(changes, 'person', 'people')} to be deactivated`,
  delete: (changes) => `${count(changes, 'person', 'people')} to be deleted`,
  deleteGroup: (changes, amount) =>
    `${count(changes, 'group')} to be deleted, with ${count(amount, 'membership')}`,
  removeMembers: (changes, amount) =>
    `${count(amount, 'membership')} to be removed, from ${count(changes, 'group')}`,
};

/** "23 people to be deactivated; 40 memberships to be removed, from 2 groups". */
export function sumInWords({ held }: BrakeOf): string {
  return held.map(({ what, changes, amount }) => SUMS[what](changes, amount)).join('; ');
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}

/** "an hour", "90 minutes". */
export function windowInWords(minutes: number): string {
  if (minutes === 60) return 'an hour';
  return minutes % 60 === 0 ? `${minutes / 60} hours` : `${minutes} minutes`;
}
