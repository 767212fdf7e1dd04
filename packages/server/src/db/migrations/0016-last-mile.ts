/** Invitations that are accepted by single sign-on, and the key of receipts sealed. */
export const lastMile: readonly string[] = [
  // Whose link began it; null for other ways.
  'alter table sso_attempt add column code_digest text',
  // Set where the private key is sealed; private_key is empty then.
  'alter table signing_key add column sealed_key blob',
  // JSON Web Key. Null where it follows from a private key that is not sealed.
  'alter table signing_key add column public_key text',
];
