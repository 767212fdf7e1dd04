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
  SUBJECT_LENGTH,
  unlinkIdentity,
} from './identities.ts';
