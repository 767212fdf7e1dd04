export { GROUP_MEMBERS_PAGE_MAX, listGroupMembers } from './group-members.ts';
export { GROUPS_PAGE_MAX, listPushedGroups } from './list-groups.ts';
export { listUsers, USERS_PAGE_MAX } from './list-users.ts';
export { planForScim, setUpProgress } from './set-up.ts';
export {
  listSetUpLinks,
  makeSetUpLink,
  openSetUpLink,
  revokeSetUpLink,
} from './set-up-links.ts';
export { showPushedGroup } from './show-group.ts';
export { showUser } from './show-user.ts';
export { timelineOf } from './timeline.ts';
