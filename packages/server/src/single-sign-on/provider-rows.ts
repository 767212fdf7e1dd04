import { query, type Session, type SsoProviderTable } from '../db/index.ts';

/** The identity provider of an organisation, as it may be shown. */
export interface SsoProvider {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  /** The secret itself is written and never read. */
  readonly hasSecret: boolean;
  readonly subjectClaim: string;
  readonly connectionId: string | null;
  readonly enabled: boolean;
  /** Whether passwords are refused. */
  readonly required: boolean;
  readonly honoursSessionExpiry: boolean;
  readonly createdAt: string;
}

const selectOne = query<{ organization: string }>()((db, p) =>
  db.selectFrom('sso_provider').selectAll().where('organization_id', '=', p('organization')),
);

interface Values {
  organization: string;
  id: string;
  name: string;
  issuer: string;
  client: string;
  secret: Uint8Array | null;
  claim: string;
  connection: string | null;
  enabled: number;
  required: number;
  expiry: number;
  at: string;
}

const insert = query<Values>()((db, p) =>
  db.insertInto('sso_provider').values({
    organization_id: p('organization'),
    id: p('id'),
    name: p('name'),
    issuer: p('issuer'),
    client_id: p('client'),
    client_secret: p('secret'),
    subject_claim: p('claim'),
    connection_id: p('connection'),
    is_enabled: p('enabled'),
    is_required: p('required'),
    honours_session_expiry: p('expiry'),
    created_at: p('at'),
  }),
);

const update = query<Values>()((db, p) =>
  db
    .updateTable('sso_provider')
    .set({
      name: p('name'),
      issuer: p('issuer'),
      client_id: p('client'),
      client_secret: p('secret'),
      subject_claim: p('claim'),
      connection_id: p('connection'),
      is_enabled: p('enabled'),
      is_required: p('required'),
      honours_session_expiry: p('expiry'),
    })
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const deleteOne = query<{ organization: string }>()((db, p) =>
  db.deleteFrom('sso_provider').where('organization_id', '=', p('organization')),
);

/** With its sealed secret, for those who talk to it. */
export async function providerRow(
  session: Session,
  organization: string,
): Promise<SsoProviderTable | undefined> {
  return session.first(selectOne, { organization });
}

export async function insertProvider(session: Session, row: SsoProviderTable): Promise<void> {
  await session.send(insert, valuesOf(row));
}

export async function updateProvider(session: Session, row: SsoProviderTable): Promise<void> {
  await session.send(update, valuesOf(row));
}

export async function deleteProviderRow(session: Session, organization: string): Promise<void> {
  await session.send(deleteOne, { organization });
}

/** What the secret of a provider is sealed for: moved to another place, or issuer, it does not open. */
export function aboutSecret(row: Pick<SsoProviderTable, 'organization_id' | 'id' | 'issuer'>) {
  return ['sso_provider', row.organization_id, row.id, row.issuer] as const;
}

/** Whether what the one vouched for says nothing with the other. */
export function isOtherProvider(a: SsoProviderTable, b: SsoProviderTable): boolean {
  return (
    a.id !== b.id ||
    a.issuer !== b.issuer ||
    a.client_id !== b.client_id ||
    a.subject_claim !== b.subject_claim
  );
}

export function providerOf(row: SsoProviderTable): SsoProvider {
  return {
    id: row.id,
    name: row.name,
    issuer: row.issuer,
    clientId: row.client_id,
    hasSecret: row.client_secret !== null,
    subjectClaim: row.subject_claim,
    connectionId: row.connection_id,
    enabled: row.is_enabled === 1,
    required: row.is_required === 1,
    honoursSessionExpiry: row.honours_session_expiry === 1,
    createdAt: row.created_at,
  };
}

function valuesOf(row: SsoProviderTable): Values {
  return {
    organization: row.organization_id,
    id: row.id,
    name: row.name,
    issuer: row.issuer,
    client: row.client_id,
    secret: row.client_secret,
    claim: row.subject_claim,
    connection: row.connection_id,
    enabled: row.is_enabled,
    required: row.is_required,
    expiry: row.honours_session_expiry,
    at: row.created_at,
  };
}
