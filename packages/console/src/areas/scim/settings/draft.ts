/** Settings as they are being changed. */
import type { Connection } from '../connections.ts';

const SETTINGS = [
  'name',
  'dialect',
  'mode',
  'invitations',
  'linkPolicy',
  'groupsEnabled',
  'duplicateGroupNames',
  'brake',
  'brakePercent',
  'brakeLeast',
  'brakeWindowMinutes',
] as const;

export type Setting = (typeof SETTINGS)[number];
export type Draft = Pick<Connection, Setting>;

export interface FormProps {
  /** As it is saved. */
  readonly connection: Connection;
  readonly draft: Draft;
  readonly onChange: (changes: Partial<Draft>) => void;
}

/** Those that differ from what is saved. */
export function changesOf(connection: Connection, draft: Draft): readonly Setting[] {
  return SETTINGS.filter((name) => connection[name] !== draft[name]);
}

export const PROVIDERS: Readonly<Record<string, string>> = {
  okta: 'Okta',
  entra: 'Microsoft Entra ID',
  onelogin: 'OneLogin',
  jumpcloud: 'JumpCloud',
  ping: 'PingOne or PingFederate',
  authentik: 'authentik',
  keycloak: 'Keycloak',
  generic: 'Another one',
};

const LABELS: Readonly<Record<Setting, string>> = {
  name: 'Name',
  dialect: 'Identity provider',
  mode: 'Mode',
  invitations: 'Invitations',
  linkPolicy: 'Claims',
  groupsEnabled: 'Groups',
  duplicateGroupNames: 'Groups of one name',
  brake: 'Brake',
  brakePercent: 'Brake: share',
  brakeLeast: 'Brake: at least',
  brakeWindowMinutes: 'Brake: within',
};
const VALUES: Readonly<Record<string, string>> = {
  tolerant: 'tolerant',
  strict: 'strict',
  send: 'sent at once',
  hold: 'held until released',
  none: 'none',
  automatic: 'automatic',
  ask: 'always ask',
  never: 'never link',
  true: 'on',
  false: 'off',
};

/** "Mode: tolerant → strict". */
export function changeInWords(connection: Connection, draft: Draft, name: Setting): string {
  return `${LABELS[name]}: ${valueInWords(name, connection)} → ${valueInWords(name, draft)}`;
}

function valueInWords(name: Setting, of: Draft): string {
  const value = String(of[name]);
  switch (name) {
    case 'name':
      return value;
    case 'dialect':
      return PROVIDERS[value] ?? value;
    case 'brakePercent':
      return `${value} %`;
    case 'brakeWindowMinutes':
      return `${value} minutes`;
    default:
      return VALUES[value] ?? value;
  }
}
