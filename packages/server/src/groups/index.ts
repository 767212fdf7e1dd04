export {
  changeGroupMember,
  createGroup,
  deleteGroup,
  findGroup,
  type Group,
  listGroups,
  renameGroup,
} from './local-groups.ts';
