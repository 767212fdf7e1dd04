export { deleteOrganization } from './delete-organization.ts';
export {
  createOrganization,
  findOrganization,
  listOrganizations,
  type Organization,
  type OrganizationInput,
  setNotices,
  setPlan,
  setSuspended,
} from './organizations.ts';
