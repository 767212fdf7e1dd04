/** What a connection may remove without a question. See docs/decisions/0020-brake.md. */
import type { ConnectionSettings } from '../connections/index.ts';

/** The settings of a connection that the brake goes by. */
export type BrakePolicy = Pick<
  ConnectionSettings,
  'name' | 'brake' | 'brakePercent' | 'brakeLeast' | 'brakeWindowMinutes' | 'brakeOpenUntil'
>;

/** What is counted, each by itself: active users, and memberships of groups. */
export type Kind = 'users' | 'memberships';

/**
 * Active users up to which a connection has no brake: in a small organisation everybody is noticed to be
 * gone, and half of its memberships are soon more than twenty.
 */
export const SMALL_USERS = 20;

/** Whether removals are counted and can be held now. @param at RFC 3339. */
export function isWatching({ brake, brakeOpenUntil }: BrakePolicy, at: string): boolean {
  return brake && (brakeOpenUntil === null || brakeOpenUntil <= at);
}

/** How many of so many may go within the window. */
export function limitOf({ brakeLeast, brakePercent }: BrakePolicy, base: number): number {
  return Math.max(brakeLeast, Math.floor((base * brakePercent) / 100));
}
