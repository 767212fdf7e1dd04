/** When a token ends, as it is chosen. */
import type { Instant } from '../../api/types.ts';

const DAY_MS = 86_400_000;

/** What the form offers; walkthrough 2.3. */
export const EXPIRATIONS = [
  { value: '30', label: '30 days' },
  { value: '60', label: '60 days' },
  { value: '90', label: '90 days' },
  { value: '180', label: '180 days' },
  { value: '365', label: 'One year' },
  { value: 'date', label: 'A chosen date' },
  { value: 'never', label: 'No expiration' },
];

export interface Expiration {
  /** A value of {@link EXPIRATIONS}. */
  readonly choice: string;
  /** Of a date field, `2027-03-31`, for `date`. */
  readonly date: string;
}

export const FIRST_EXPIRATION: Expiration = { choice: '90', date: '' };

/** Null is never. A chosen day counts to its end, where the person is. */
export function endOf({ choice, date }: Expiration, now = Date.now()): Instant | null {
  if (choice === 'never') return null;
  if (choice === 'date') return new Date(`${date}T23:59:59.000`).toISOString();
  return new Date(now + Number(choice) * DAY_MS).toISOString();
}

/** Why it cannot be, in words. */
export function expirationProblem({ choice, date }: Expiration): string | null {
  if (choice !== 'date') return null;
  const end = Date.parse(`${date}T23:59:59.000`);
  if (Number.isNaN(end)) return 'Choose a date.';
  return end > Date.now() ? null : 'The date has to be today or later.';
}
