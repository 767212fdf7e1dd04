/** What changes of a group's mappings do, in a sentence each. */
import type { EntryPoint, Role } from '../../../api/access.ts';
import type { MappingChange, ShownGroup } from './types.ts';

interface Words {
  readonly entryPoints: readonly EntryPoint[];
  readonly roles: readonly Role[];
  readonly group: ShownGroup;
}

/** "37 members get Contributor on Reports at once." */
export function effectOf({ entryPoint, before, after }: MappingChange, words: Words): string {
  const where = entryPointName(entryPoint, words);
  const who = whoOf(words.group);
  if (after === null) {
    return `${who} lose ${roleName(before, words)} on ${where} at once, unless they have it otherwise.`;
  }
  const instead = before === null ? '' : ` instead of ${roleName(before, words)}`;
  return `${who} get ${roleName(after, words)} on ${where}${instead} at once. So does whoever comes to the group later.`;
}

/** What was changed, when it is done. */
export function saidOf(changed: readonly MappingChange[], words: Words): string {
  if (changed.length === 0) return 'Nothing had to be changed.';
  const sentences = changed.map(
    ({ entryPoint, before, after }) =>
      `${entryPointName(entryPoint, words)}: ${roleName(before, words)} → ${roleName(after, words)}`,
  );
  return `The group is updated. ${sentences.join('; ')}.`;
}

function whoOf({ reached, reachedMore }: ShownGroup): string {
  if (reachedMore) return `More than ${reached.toLocaleString('en')} members`;
  if (reached === 0) return 'Nobody is in the group with access yet; members';
  return reached === 1 ? 'Its 1 member will' : `${reached.toLocaleString('en')} members`;
}

function entryPointName(key: string, { entryPoints }: Words): string {
  return entryPoints.find((one) => one.key === key)?.name ?? key;
}

function roleName(key: string | null, { roles }: Words): string {
  if (key === null) return 'no role';
  return roles.find((role) => role.key === key)?.name ?? key;
}
