import { randomUUIDv7 } from 'node:crypto';
import { findConnection } from '../connections/index.ts';
import { Refusal, writeFor } from '../core.ts';
import type { Session, SsoProviderTable } from '../db/index.ts';
import { type ChangeContext, recordChange } from '../events/index.ts';
import { dropIdentities } from '../identities/index.ts';
import type { SsoDeps } from './deps.ts';
import { endPasswordSessions, endVouchedSessions } from './end-sessions.ts';
import { hasLinkedOrgAdmin } from './linked-org-admins.ts';
import { checkIssuer, type ProviderInput } from './provider-input.ts';
import {
  aboutSecret,
  deleteProviderRow,
  insertProvider,
  isOtherProvider,
  providerOf,
  providerRow,
  type SsoProvider,
  updateProvider,
} from './provider-rows.ts';

/** The provider of an organisation. @throws Refusal `notFound`. */
export async function findProvider(session: Session, organization: string): Promise<SsoProvider> {
  const row = await providerRow(session, organization);
  if (row === undefined) throw none();
  return providerOf(row);
}

export interface ChangedProvider extends SsoProvider {
  /** Of members who are signed out by the change. */
  readonly sessionsEnded: number;
}

/**
 * Sets the provider up, or changes what is given. Sessions that it vouched for end when it becomes another
 * one or is turned off, all others when it becomes the only way in; links by another claim are dropped.
 *
 * @throws Refusal `invalid`; `refused` for what would let nobody in.
 */
export async function setProvider(
  deps: SsoDeps,
  context: ChangeContext,
  input: ProviderInput,
): Promise<ChangedProvider> {
  const { organizationId } = context;
  if (input.issuer !== undefined) {
    checkIssuer(input.issuer, deps.identityProviders.allowPrivateAddresses);
  }
  return writeFor(deps, context, async (session) => {
    const old = await providerRow(session, organizationId);
    const row = await changed(session, context, old, input);
    checkSecret(old, row, input);
    await checkRequired(session, old, row);
    const { clientSecret: secret } = input;
    if (secret !== undefined) {
      row.client_secret = secret === null ? null : deps.secrets.seal(secret, aboutSecret(row));
    }
    await (old === undefined ? insertProvider : updateProvider)(session, row);
    const sessionsEnded = await endSessions(session, old, row);
    const data = { changed: Object.keys(input), sessionsEnded };
    await record(session, context, { old, row, data });
    return { ...providerOf(row), sessionsEnded };
  });
}

/** Forgets the provider, and who is who there, which was said by its claim. @throws Refusal `notFound`. */
export function deleteProvider(deps: SsoDeps, context: ChangeContext): Promise<ChangedProvider> {
  const { organizationId } = context;
  return writeFor(deps, context, async (session) => {
    const old = await providerRow(session, organizationId);
    if (old === undefined) throw none();
    await deleteProviderRow(session, organizationId);
    await dropIdentities(session, organizationId);
    const sessionsEnded = await endVouchedSessions(session, organizationId);
    await record(session, context, { old, row: undefined, data: { changed: [], sessionsEnded } });
    return { ...providerOf(old), sessionsEnded };
  });
}

async function changed(
  session: Session,
  { organizationId, at }: ChangeContext,
  old: SsoProviderTable | undefined,
  input: ProviderInput,
): Promise<SsoProviderTable> {
  const issuer = input.issuer ?? old?.issuer;
  const clientId = input.clientId ?? old?.client_id;
  if (issuer === undefined || clientId === undefined) {
    throw new Refusal('invalid', 'A provider needs an issuer and a client id. Give both.');
  }
  return {
    organization_id: organizationId,
    id: old?.id ?? randomUUIDv7(),
    name: input.name ?? old?.name ?? new URL(issuer).hostname,
    issuer,
    client_id: clientId,
    client_secret: old?.client_secret ?? null,
    subject_claim: input.subjectClaim ?? old?.subject_claim ?? 'sub',
    connection_id: await connectionOf(session, organizationId, old, input),
    is_enabled: bit(input.enabled, old?.is_enabled),
    is_required: bit(input.required, old?.is_required),
    honours_session_expiry: bit(input.honoursSessionExpiry, old?.honours_session_expiry),
    created_at: old?.created_at ?? at,
  };
}

function bit(given: boolean | undefined, old = 0): number {
  return given === undefined ? old : Number(given);
}

async function connectionOf(
  session: Session,
  organizationId: string,
  old: SsoProviderTable | undefined,
  { connection }: ProviderInput,
): Promise<string | null> {
  if (connection === undefined) return old?.connection_id ?? null;
  return connection === null
    ? null
    : (await findConnection(session, organizationId, connection)).id;
}

/** Whoever can change where a secret is sent must not get to see it by that (security-cases.md §1F). */
function checkSecret(
  old: SsoProviderTable | undefined,
  row: SsoProviderTable,
  { clientSecret }: ProviderInput,
): void {
  if (old === undefined || old.client_secret === null || clientSecret !== undefined) return;
  if (old.issuer === row.issuer) return;
  throw new Refusal(
    'invalid',
    'The issuer is another one, and the client secret was for the old one. Give the secret anew with it.',
  );
}

async function checkRequired(
  session: Session,
  old: SsoProviderTable | undefined,
  row: SsoProviderTable,
): Promise<void> {
  if (row.is_required === 0) return;
  if (row.is_enabled === 0) {
    throw new Refusal(
      'refused',
      'Single sign-on cannot be the only way in while it is turned off. Let passwords in first ' +
        '(required: off), or turn it on.',
    );
  }
  if (old?.is_required === 1 && !isOtherProvider(old, row)) return;
  // Links by another claim are about to be dropped.
  const staysLinked = old === undefined || old.subject_claim === row.subject_claim;
  const { organization_id: organization, issuer } = row;
  if (staysLinked && (await hasLinkedOrgAdmin(session, organization, issuer))) return;
  throw new Refusal(
    'refused',
    'No active Org Admin is linked to this identity provider, so nobody could change this again. Let one ' +
      'of them sign in by it first.',
  );
}

/** @returns How many. */
async function endSessions(
  session: Session,
  old: SsoProviderTable | undefined,
  row: SsoProviderTable,
): Promise<number> {
  const { organization_id: organization } = row;
  let ended = 0;
  if (old !== undefined) {
    if (old.subject_claim !== row.subject_claim) await dropIdentities(session, organization);
    if (isOtherProvider(old, row) || row.is_enabled < old.is_enabled) {
      ended += await endVouchedSessions(session, organization);
    }
  }
  if (row.is_required > (old?.is_required ?? 0)) {
    ended += await endPasswordSessions(session, organization);
  }
  return ended;
}

interface RecordedProvider {
  readonly old: SsoProviderTable | undefined;
  readonly row: SsoProviderTable | undefined;
  readonly data: object;
}

async function record(
  session: Session,
  context: ChangeContext,
  { old, row, data }: RecordedProvider,
): Promise<void> {
  const what = old === undefined ? 'created' : row === undefined ? 'deleted' : 'updated';
  await recordChange(session, context, {
    type: `sso_provider.${what}`,
    subjectType: 'SsoProvider',
    subjectId: (row ?? old)?.id ?? '',
    data,
    detail: { old: old && providerOf(old), new: row && providerOf(row) },
  });
}

function none(): Refusal {
  return new Refusal('notFound', 'No identity provider is set up for this organisation.');
}
