export { deleteOrganization } from './delete-organization.ts';
export {
  createOrganization,
  findOrganization,
  listOrganizations,
  type Organization,
  type OrganizationInput,
  setNotices,
  setPlan,
  setSeats,
  setSuspended,
} from './organizations.ts';
