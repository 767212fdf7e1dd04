/** Attributes of SCIM users in words (RFC 7643 §4.1, §4.3). */

const NAMES: Readonly<Record<string, string>> = Object.freeze({
  userName: 'User name',
  externalId: 'Id at the identity provider',
  displayName: 'Display name',
  nickName: 'Nickname',
  profileUrl: 'Profile URL',
  title: 'Title',
  userType: 'Kind of user',
  preferredLanguage: 'Preferred language',
  locale: 'Locale',
  timezone: 'Time zone',
  active: 'Active',
  emails: 'E-mail addresses',
  phoneNumbers: 'Phone numbers',
  ims: 'Instant messaging',
  photos: 'Photos',
  addresses: 'Addresses',
  entitlements: 'Entitlements',
  roles: 'Roles at the identity provider',
  x509Certificates: 'Certificates',
  name: 'Name',
  employeeNumber: 'Employee number',
  costCenter: 'Cost centre',
  organization: 'Organisation',
  division: 'Division',
  department: 'Department',
  manager: 'Manager',
  members: 'Members',
});

export function attributeName(name: string): string {
  return NAMES[name] ?? (name.startsWith('urn:') ? (name.split(':').at(-1) ?? name) : name);
}

export interface AttributeInWords {
  /** As the protocol has it, which tells it from every other. */
  readonly path: string;
  readonly name: string;
  readonly value: string;
}

/** What is shown elsewhere on the page. */
const ELSEWHERE: ReadonlySet<string> = new Set(['schemas', 'id', 'meta', 'groups', 'active']);

/** Every attribute of a user, those of its extensions too. */
export function attributesOf(resource: Readonly<Record<string, unknown>>): AttributeInWords[] {
  return Object.entries(resource).flatMap(([key, value]) => {
    if (ELSEWHERE.has(key)) return [];
    if (!key.startsWith('urn:'))
      return { path: key, name: attributeName(key), value: textOfValue(value) };
    return Object.entries(Object(value)).map(([name, inner]) => ({
      path: `${key}:${name}`,
      name: attributeName(name),
      value: textOfValue(inner),
    }));
  });
}

/** A value on one line: elements one after the other, each with what kind it is. */
export function textOfValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(textOfValue).join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'object') return String(value);
  const { value: inner, formatted, displayName, display, type, primary, ...rest } = Object(value);
  const main = inner ?? formatted ?? displayName ?? display;
  if (main === undefined) {
    return Object.values(rest).map(textOfValue).filter(Boolean).join(' ');
  }
  const kind = [type, primary === true ? 'primary' : undefined].filter(Boolean).join(', ');
  return kind === '' ? textOfValue(main) : `${textOfValue(main)} (${kind})`;
}
