export {
  GROUP_MEMBERS_PAGE_MAX,
  groupsOfMember,
  type LocalGroupView,
  localGroup,
  membersOfGroup,
} from './group-views.ts';
export {
  changeGroupMember,
  createGroup,
  deleteGroup,
  findGroup,
  type Group,
  listGroups,
  renameGroup,
} from './local-groups.ts';
