/** Bodies of Microsoft's SCIM validator, whose values are random text. */
import { ENTERPRISE, USER } from '../../support/scim-suite/client.ts';

const ADDRESS = {
  formatted: 'QXZJPTGL',
  streetAddress: '4721 Random Way',
  locality: 'KMVQ',
  region: 'ZHJT',
  postalCode: 'ox4 7be',
  primary: true,
  type: 'work',
  country: 'Burkina Faso',
};

export const FULL_USER = {
  active: true,
  addresses: [ADDRESS],
  displayName: 'QYVUHSNPCTRF',
  emails: [{ type: 'work', value: 'kaylin@validator.test', primary: true }],
  locale: 'LHBMWTIPOAEA',
  name: {
    givenName: 'Jarrell',
    familyName: 'Destinee',
    formatted: 'Ladarius',
    middleName: 'Kiera',
    honorificPrefix: 'Dorthy',
    honorificSuffix: 'Bryce',
  },
  nickName: 'ALJWXBKKZOMB',
  phoneNumbers: [
    { type: 'work', value: '88-390-7734', primary: true },
    { type: 'mobile', value: '88-390-7735' },
    { type: 'fax', value: '88-390-7736' },
  ],
  preferredLanguage: 'mni-Beng-IN',
  profileUrl: 'JSSSUVWWTBQR',
  roles: [{ primary: 'True', display: 'DHGWYZZT', value: 'OENTCTFG', type: 'RVPZVAAO' }],
  schemas: [USER, ENTERPRISE],
  timezone: 'Not/A_Zone',
  title: 'UXOQJIRBHLYD',
  userType: 'HGFOKDJRWSMJ',
  [ENTERPRISE]: {
    employeeNumber: 'OVCCBEAHJCYN',
    department: 'RUYZVCGHWTIA',
    costCenter: 'UUQXJWAIBFFR',
    organization: 'KBMBOLSWTAXJ',
    division: 'QYWTHRNCJKKI',
  },
};

const TEXTS = [
  'displayName',
  'locale',
  'nickName',
  'preferredLanguage',
  'profileUrl',
  'timezone',
  'title',
  'userType',
];
const NAMES = Object.keys(FULL_USER.name);
const EXTENSION = ['employeeNumber', 'department', 'costCenter', 'organization', 'division'];
const ADDRESS_PARTS = Object.keys(ADDRESS).filter((part) => !['type', 'primary'].includes(part));
const PHONES = ['work', 'mobile', 'fax'];
const ROLE_PARTS = ['display', 'value', 'type'];

export interface Verbose {
  readonly operations: readonly object[];
  readonly expected: object;
}

/** One operation for each attribute, all with a path. */
function verbose(op: string, suffix: string): Verbose {
  const textFor = (name: string) => `${name}-${suffix}`;
  const all = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, textFor(name)]));
  const set = (path: string, value: unknown) => ({ op, path, value });
  const parts = (names: readonly string[], path: (name: string) => string) =>
    names.map((name) => set(path(name), textFor(name)));
  const email = `${suffix}@validator.test`;
  return {
    operations: [
      set('active', false),
      set('emails[type eq "work"].value', email),
      set('emails[type eq "work"].primary', true),
      ...parts(TEXTS, (name) => name),
      ...parts(NAMES, (name) => `name.${name}`),
      ...parts(ADDRESS_PARTS, (part) => `addresses[type eq "work"].${part}`),
      set('addresses[type eq "work"].primary', true),
      ...parts(PHONES, (type) => `phoneNumbers[type eq "${type}"].value`),
      ...parts(ROLE_PARTS, (part) => `roles[primary eq "True"].${part}`),
      ...parts(EXTENSION, (name) => `${ENTERPRISE}:${name}`),
    ],
    expected: {
      active: false,
      emails: [{ type: 'work', primary: true, value: email }],
      ...all(TEXTS),
      name: all(NAMES),
      addresses: [{ type: 'work', primary: true, ...all(ADDRESS_PARTS) }],
      phoneNumbers: PHONES.map((type) => ({ type, value: textFor(type) })),
      roles: [{ primary: true, ...all(ROLE_PARTS) }],
      [ENTERPRISE]: all(EXTENSION),
    },
  };
}

export const VERBOSE_ADDS = verbose('add', 'added');
export const VERBOSE_REPLACES = verbose('replace', 'replaced');
