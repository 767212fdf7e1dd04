/** Names of changes, as records have them, in words. */
const WORDS: Readonly<Record<string, string>> = {
  'user.created': 'User created',
  'user.updated': 'User changed',
  'user.deleted': 'User deleted',
  'group.created': 'Group created',
  'group.updated': 'Group changed',
  'group.deleted': 'Group deleted',
  'group.members.changed': 'Members of a group changed',
  'member.created': 'Member created',
  'member.linked': 'User linked to a member',
  'member.activated': 'Member active',
  'member.deactivated': 'Member no longer active: signed out everywhere',
  'claim.opened': 'Claim: an Org Admin has to say who this is',
  'invitation.created': 'Invitation made',
};

/** @param action Such as `group.members.changed`. */
export function actionInWords(action: string): string {
  const plain = action.replaceAll(/[._]/g, ' ');
  return WORDS[action] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}
