export { deleteOrganization } from './delete-organization.ts';
export {
  checkedOrganization,
  createOrganization,
  findOrganization,
  insertOrganization,
  listOrganizations,
  type Organization,
  type OrganizationInput,
  setNotices,
  setPlan,
  setSeats,
  setSuspended,
} from './organizations.ts';
export {
  createPlan,
  findPlan,
  type ListedPlan,
  listPlans,
  type Plan,
  type PlanChange,
  updatePlan,
} from './plans.ts';
