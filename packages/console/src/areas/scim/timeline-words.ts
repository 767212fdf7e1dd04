/** Records of changes in words. */
import { attributeName, textOfValue } from './attributes.ts';

interface Recorded {
  readonly action: string;
  readonly subjectId: string;
  readonly detail: unknown;
}

const TITLES: Readonly<Record<string, string>> = Object.freeze({
  'user.created': 'Created by the identity provider',
  'user.updated': 'Changed by the identity provider',
  'user.deleted': 'Deleted by the identity provider',
  'group.created': 'Created by the identity provider',
  'group.updated': 'Changed by the identity provider',
  'group.deleted': 'Deleted by the identity provider',
  'group.members.changed': 'Members changed',
  'grant.created': 'Mapped to a role',
  'grant.changed': 'Mapped to another role',
  'grant.ended': 'A mapping ended',
  'member.created': 'Became a new member',
  'member.linked': 'Linked to a member',
  'member.activated': 'The member has access again',
  'member.deactivated': 'The member went out: access ended',
  'member.updated': 'The member was changed',
  'member.deleted': 'The member was deleted',
});

/** @param of Whose timeline it is: a change of a group tells a user that it came or went. */
export function titleOf({ action, subjectId, detail }: Recorded, of: string): string {
  if (action === 'group.members.changed' && subjectId !== of) {
    const { removed } = Object(detail);
    return Array.isArray(removed) && removed.includes(of) ? 'Left a group' : 'Came to a group';
  }
  return TITLES[action] ?? action.replaceAll('.', ' ').replaceAll('_', ' ');
}

interface ChangeInWords {
  readonly name: string;
  /** Undefined for what was not there. */
  readonly before: string | undefined;
  readonly after: string;
}

/** What changed from what to what; of members how many. */
export function changesIn(detail: unknown): readonly ChangeInWords[] {
  const { added, removed } = Object(detail);
  const old = withoutUrns(Object(detail).old);
  const next = withoutUrns(Object(detail).new);
  const counts = [...countOf('Added', added), ...countOf('Removed', removed)];
  const names = new Set([...Object.keys(old), ...Object.keys(next)]);
  names.delete('schemas');
  return [
    ...counts,
    ...Array.from(names, (name) => ({
      name: attributeName(name),
      before: old[name] == null ? undefined : textOfValue(old[name]),
      after: next[name] == null ? '(nothing)' : textOfValue(next[name]),
    })),
  ];
}

/** The attributes of extensions beside the others. */
function withoutUrns(values: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(Object(values)).flatMap(([name, value]): [string, unknown][] =>
      name.startsWith('urn:') ? Object.entries(Object(value)) : [[name, value]],
    ),
  );
}

function countOf(name: string, ids: unknown): readonly ChangeInWords[] {
  if (!Array.isArray(ids) || ids.length < 1) return [];
  return [{ name, before: undefined, after: ids.length === 1 ? 'one' : String(ids.length) }];
}
