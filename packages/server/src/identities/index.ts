export {
  dropIdentities,
  forgetIdentities,
  type Identity,
  identitiesOf,
  identityId,
  isSubject,
  linkIdentity,
  memberOfIdentity,
  type NewIdentity,
  unlinkIdentity,
} from './identities.ts';
