export {
  dropIdentities,
  forgetIdentities,
  type Identity,
  identitiesOf,
  identityId,
  isIdentified,
  isSubject,
  linkIdentity,
  memberOfIdentity,
  type NewIdentity,
  unlinkIdentity,
} from './identities.ts';
