/** What records say, in words: who did what to what. */
import { path } from '../../api/call.ts';
import type { NamedRecord } from './records.ts';

/** Groups of actions, as they are filtered by. */
export const ACTION_GROUPS = [
  ['user', 'SCIM users'],
  ['group', 'SCIM groups'],
  ['member', 'Members'],
  ['claim', 'Claims'],
  ['invitation', 'Invitations'],
  ['grant', 'Roles given'],
  ['local_group', 'Groups made here'],
  ['entry_point', 'Entry points'],
  ['token', 'Tokens'],
  ['connection', 'Connections'],
  ['brake', 'Brake'],
  ['held_changes', 'Decisions about held changes'],
  ['set_up_link', "Links for the customer's IT"],
  ['sso_provider', 'Single sign-on'],
  ['sign_in', 'Refused sign-ins'],
  ['session', 'Sessions'],
  ['account', 'Accounts'],
  ['admin_link', 'Links of the operator'],
  ['organization', 'The organisation'],
  ['notice', 'Notices'],
  ['mail', 'Mail'],
] as const;

const THING: Readonly<Record<string, string>> = {
  user: 'SCIM user',
  group: 'SCIM group',
  member: 'Member',
  claim: 'Claim',
  invitation: 'Invitation',
  grant: 'Role',
  local_group: 'Group',
  entry_point: 'Entry point',
  token: 'Token',
  connection: 'Connection',
  sso_provider: 'Single sign-on',
  session: 'Session',
  account: 'Account',
  admin_link: "Operator's link",
  organization: 'Organisation',
  notice: 'Notice',
  mail: 'Mail',
  held_changes: 'Held changes',
  set_up_link: "Link for the customer's IT",
};

/** Those whose name alone would say too little. */
const SENTENCE: Readonly<Record<string, string>> = {
  'group.members.changed': 'Members of the SCIM group changed',
  'local_group.members.changed': 'Members of the group changed',
  'member.account_linked': 'Account linked to the member',
  'member.identity_linked': 'Single sign-on linked to the member',
  'member.identity_unlinked': 'Single sign-on unlinked from the member',
  'member.application_user_changed': 'Id in the application changed',
  'member.linked': 'SCIM user linked to the member',
  'organization.plan_changed': 'Plan changed',
  'organization.seats_changed': 'Seats changed',
  'organization.notices_changed': 'Notices to Org Admins changed',
  'sign_in.refused': 'Sign-in refused',
  'session.proven': 'Proved to be the one',
  'session.started': 'Signed in',
  'session.ended': 'Session ended',
  'account.password_changed': 'Password changed',
  'brake.engaged': 'Removals held',
  'brake.released': 'Removals let through again',
  'invitation.link_made': 'Link of the invitation made by the operator',
};

/** What was done: "Token created". */
export function actionText(action: string): string {
  const known = SENTENCE[action];
  if (known !== undefined) return known;
  const dot = action.indexOf('.');
  const thing = THING[action.slice(0, dot)];
  if (thing === undefined) return action;
  return `${thing} ${action.slice(dot + 1).replaceAll(/[_.]/g, ' ')}`;
}

const BY: Readonly<Record<string, string>> = {
  token: 'Token',
  cli: 'Operator, command line',
  operator: "Operator's application",
  system: 'The service itself',
};

/** Who did it: a name, and what kind of actor it is. */
export function actorText({ actor, actorName }: NamedRecord): readonly [string, string] {
  const colon = actor.indexOf(':');
  const kind = actor.slice(0, colon);
  const id = actor.slice(colon + 1);
  if (kind === 'member') return [actorName ?? id, 'Member'];
  return [actorName ?? id, BY[kind] ?? kind];
}

/** The page of what was changed; undefined where it has none. */
export function subjectPath({ subjectType, subjectId }: NamedRecord): string | undefined {
  switch (subjectType) {
    case 'Member':
      return path`/administration/users/${subjectId}`;
    case 'User':
      return path`/administration/scim/users/${subjectId}`;
    case 'Group':
      return path`/administration/scim/groups/${subjectId}`;
    case 'LocalGroup':
      return path`/administration/groups/${subjectId}`;
    case 'Invitation':
      return path`/administration/invitations/${subjectId}`;
    case 'Claim':
      return path`/administration/scim/claims/${subjectId}`;
    case 'EntryPoint':
      return '/administration/entry-points';
    case 'Connection':
      return '/administration/scim/settings';
    case 'Token':
      return '/administration/developers/tokens';
    case 'SsoProvider':
      return '/administration/single-sign-on';
    case 'Organization':
      return '/administration/organization';
    default:
      return undefined;
  }
}
