/**
 * Named deviations from the standards: who needs each, and which section it bends. Every use is
 * noted, so that an administrator sees it; strict connections refuse those marked `strict: 'refused'`.
 */
export interface DialectEntry {
  readonly title: string;
  /** Identity providers known to need it. */
  readonly neededBy: readonly string[];
  /** The section it bends or fills. */
  readonly section: string;
  /** What a strict connection does instead. */
  readonly strict: 'refused' | 'same';
}

export const DIALECT_ENTRIES = {
  'path-less-patch': {
    title: 'A PATCH operation without a path',
    neededBy: ['Okta', 'Entra ID', 'authentik'],
    section: 'draft-zollner-scim-interop-profile',
    strict: 'refused',
  },
  'qualified-key': {
    title: 'Dotted, filtered or URN-qualified keys in the value of a path-less PATCH',
    neededBy: ['Entra ID'],
    section: 'RFC 7644 §3.5.2.1',
    strict: 'refused',
  },
  'capital-op': {
    title: 'An op that is not in lower case',
    neededBy: ['Entra ID'],
    section: 'RFC 7644 §3.5.2',
    strict: 'refused',
  },
  'missing-patch-schemas': {
    title: 'A PATCH body without the PatchOp schema',
    neededBy: ['Okta (older connectors)'],
    section: 'RFC 7644 §3.5.2',
    strict: 'refused',
  },
  'missing-schemas': {
    title: 'A resource without schemas, or without its base schema',
    neededBy: ['OneLogin', 'generic clients'],
    section: 'RFC 7643 §3',
    strict: 'refused',
  },
  'foreign-schema': {
    title: 'A schema URI that the resource type does not have',
    neededBy: ['Entra ID'],
    section: 'RFC 7643 §3',
    strict: 'refused',
  },
  'unlisted-extension': {
    title: 'Extension data whose URI is not listed in schemas',
    neededBy: ['Entra ID'],
    section: 'RFC 7643 §3.3',
    strict: 'same',
  },
  'boolean-string': {
    title: '"True" or "False" for a boolean',
    neededBy: ['Entra ID'],
    section: 'RFC 7643 §2.3.2',
    strict: 'refused',
  },
  'manager-string': {
    title: 'The manager as a bare string or an array of one',
    neededBy: ['Entra ID'],
    section: 'RFC 7643 §4.3',
    strict: 'refused',
  },
  'object-for-array': {
    title: 'A single value where an array is due',
    neededBy: ['OneLogin'],
    section: 'RFC 7643 §2.4',
    strict: 'refused',
  },
  'unknown-attribute': {
    title: 'An attribute that no schema of the resource has; left out',
    neededBy: ['Okta', 'Entra ID', 'OneLogin'],
    section: 'RFC 7644 §3.3',
    strict: 'refused',
  },
  'read-only-ignored': {
    title: 'A read-only attribute in a body; left out',
    neededBy: ['Okta'],
    section: 'RFC 7644 §3.5.2',
    strict: 'same',
  },
  'password-dropped': {
    title: 'A password; dropped, never stored',
    neededBy: ['Okta'],
    section: 'RFC 7643 §4.1.1',
    strict: 'same',
  },
  'create-on-replace': {
    title: 'A replace whose filter matches nothing creates the value',
    neededBy: ['Entra ID'],
    section: 'RFC 7644 §3.5.2.3',
    strict: 'refused',
  },
  'remove-listed': {
    title: 'A remove with a value array removes only the values listed',
    neededBy: ['Entra ID', 'JumpCloud', 'authentik'],
    section: 'RFC 7644 §3.5.2.2',
    strict: 'same',
  },
  'extension-without-urn': {
    title: 'An extension attribute named without its schema URI',
    neededBy: ['Entra ID', 'generic clients'],
    section: 'RFC 7644 §3.10',
    strict: 'same',
  },
  'unknown-member': {
    title: 'A member id that names nobody in this connection; left out',
    neededBy: ['Okta', 'Entra ID'],
    section: 'RFC 7643 §2.3.7',
    strict: 'refused',
  },
  'bare-token': {
    title: 'An Authorization header with the token alone',
    neededBy: ['Okta (catalogue apps)'],
    section: 'RFC 6750 §2.1',
    strict: 'refused',
  },
} as const satisfies Record<string, DialectEntry>;

export type DialectEntryName = keyof typeof DIALECT_ENTRIES;
