/** Invitations that are accepted by single sign-on. */
export const lastMile: readonly string[] = [
  // Whose link began it; null for other ways.
  'alter table sso_attempt add column code_digest text',
];
