/**
 * The tables as Kysely sees them. Every key and unique index begins with the organisation, except
 * in the tables that are global by nature, which `catalogue.ts` lists.
 * Times are RFC 3339 in UTC with milliseconds, so they sort as text. `*_key` columns hold folded text.
 */
import type { Generated } from 'kysely';

export interface PlanTable {
  id: string;
  name: string;
  /** JSON array of feature names: `scim.users`, `scim.groups`. */
  features: string;
  /** Largest number of active members; null is unlimited. */
  seats: number | null;
}

export interface OrganizationTable {
  /** Ten lower-case letters and digits; part of every token. */
  id: string;
  slug: string;
  name: string;
  plan_id: string;
  /** When the plan lapses; null is never. */
  plan_ends_at: string | null;
  suspended_at: string | null;
  created_at: string;
  /** Largest number of active members; null is that of the plan. */
  seats: number | null;
  /** 0 or 1: whether its Org Admins are mailed notices. */
  sends_notices: number;
}

/** How many members are active now. */
export interface SeatUseTable {
  organization_id: string;
  active_members: number;
}

/** One row per organisation numbers its events and its audit rows alike. */
export interface OrganizationSequenceTable {
  organization_id: string;
  last_seq: number;
  /** Head of the audit chain. */
  audit_hash: Uint8Array;
}

export interface ConnectionTable {
  organization_id: string;
  id: string;
  name: string;
  mode: 'tolerant' | 'strict';
  /** Identity provider an administrator chose: `okta`, `entra`, …, `generic`. */
  dialect: string;
  link_policy: 'automatic' | 'ask' | 'never';
  /** 0 or 1: whether two groups may share a display name. */
  duplicate_group_names: number;
  /** 0 or 1: whether groups can be pushed at all; the plan must allow it too. */
  groups_enabled: number;
  /** Sustained requests a second; null is the default of the service. */
  requests_per_second: number | null;
  created_at: string;
  /** What becomes of the invitations of its people: mailed at once, held until released, or none made. */
  invitations: 'send' | 'hold' | 'none';
  /** 0 or 1: whether removals by the many are held. */
  brake: number;
  brake_percent: number;
  brake_least: number;
  brake_window_minutes: number;
  /** Until then removals pass without a question; null is never. */
  brake_open_until: string | null;
}

export interface MemberTable {
  organization_id: string;
  id: string;
  email: string | null;
  email_key: string | null;
  /** When the person proved to own the address; null is not proven. */
  email_proven_at: string | null;
  display_name: string | null;
  application_user_id: string | null;
  /** 0 or 1: exists by itself, not only through linked users. */
  is_local: number;
  /** 0 or 1: a local member that may sign in. */
  is_enabled: number;
  is_org_admin: number;
  created_at: string;
}

/** Ties a SCIM user to a member. Kept when the user is deleted, so that the member is found again. */
export interface LinkTable {
  organization_id: string;
  connection_id: string;
  user_id: string;
  /** Null while a claim waits for its decision. */
  member_id: string | null;
  user_name_key: string;
  /** The user's primary e-mail, else its first. */
  email: string | null;
  email_key: string | null;
  display_name: string | null;
  /** 0 or 1: the user's `active`; 0 once ended. */
  is_active: number;
  created_at: string;
  /** When the user was deleted. */
  ended_at: string | null;
}

export interface ClaimTable {
  organization_id: string;
  id: string;
  connection_id: string;
  user_id: string;
  reason: string;
  /** JSON array of member ids that matched. */
  candidates: string;
  created_at: string;
  decided_at: string | null;
  decision: 'link' | 'separate' | 'withdrawn' | null;
  decided_by: string | null;
  member_id: string | null;
}

export interface TokenTable {
  organization_id: string;
  id: string;
  connection_id: string | null;
  owner_id: string;
  name: string;
  /** SHA-256 of the token's text. */
  digest: Uint8Array;
  /** First characters, to recognise it by. */
  hint: string;
  /** JSON array of scopes. */
  scopes: string;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
  /** Address of the client that used it then. */
  last_used_from: string | null;
  revoked_at: string | null;
  /** The token that this one replaces. */
  rotated_from: string | null;
}

/** Exact counts and the next position of each connection's users and groups. */
export interface CollectionTable {
  organization_id: string;
  connection_id: string;
  type: string;
  total: number;
  next_position: number;
}

/** How many resources live in each run of {@link BLOCK_POSITIONS} positions: deep pages skip whole blocks. */
export interface CollectionBlockTable {
  organization_id: string;
  connection_id: string;
  type: string;
  block: number;
  total: number;
}

export interface ResourceTable {
  organization_id: string;
  id: string;
  connection_id: string;
  type: string;
  /** Order of creation within the collection; lists are in this order. */
  position: number;
  /** Folded `userName`; null for groups. */
  user_name_key: string | null;
  external_id: string | null;
  is_active: number;
  display_name: string | null;
  display_key: string | null;
  created_at: string;
  modified_at: string;
  version: number;
  /** JSON text of the canonical resource. */
  json: string;
}

/** What filters and sorting run on, clustered in list order so that a scan reads nothing else. */
export interface SearchTable {
  organization_id: string;
  connection_id: string;
  type: string;
  position: number;
  id: string;
  user_name_key: string | null;
  external_id: string | null;
  is_active: number;
  display_key: string | null;
  created_at: string;
  modified_at: string;
  version: number;
  /** The folded copy, JSONB. */
  folded: Uint8Array;
}

/** Values that identity providers look people up by: e-mails and phone numbers. */
export interface LookupTable {
  organization_id: string;
  connection_id: string;
  /** `emails` or `phoneNumbers`. */
  attribute: string;
  key: string;
  resource_id: string;
}

export interface MembershipTable {
  organization_id: string;
  group_id: string;
  member_id: string;
  kind: 'User' | 'Group';
}

export interface EventTable {
  organization_id: string;
  seq: number;
  type: string;
  connection_id: string | null;
  subject_type: string;
  subject_id: string;
  at: string;
  actor: string;
  request_id: string | null;
  /** JSON object. */
  data: string;
}

export interface AuditTable {
  organization_id: string;
  seq: number;
  at: string;
  actor: string;
  action: string;
  subject_type: string;
  subject_id: string;
  /** SHA-256 of salt and detail. */
  digest: Uint8Array;
  /** SHA-256 over the previous hash and this row. */
  hash: Uint8Array;
}

/** The personal part of an audit row, erasable without breaking the chain. */
export interface AuditDetailTable {
  organization_id: string;
  seq: number;
  salt: Uint8Array;
  detail: string;
}

/** What people may be given on an entry point. Global: one list for the whole application. */
export interface RoleTable {
  key: string;
  name: string;
  /** Place in the order, from 1; a role includes those before it. */
  rank: number;
}

/** A part of the application that people are given a role on. */
export interface EntryPointTable {
  organization_id: string;
  id: string;
  /** What the application calls it. */
  key: string;
  name: string;
  description: string | null;
  created_at: string;
}

/** A role on an entry point for a member, or for the members of a group. */
export interface RoleGrantTable {
  organization_id: string;
  id: string;
  entry_point_id: string;
  role_key: string;
  /** Groups of identity providers and those made here have ids that are never the same. */
  subject_kind: 'member' | 'group';
  subject_id: string;
  created_at: string;
  /** `token:<id>`, `cli:<login>`, … */
  created_by: string;
}

/** A group that was made here; its members are members of the organisation. */
export interface LocalGroupTable {
  organization_id: string;
  id: string;
  name: string;
  name_key: string;
  created_at: string;
}

export interface LocalGroupMemberTable {
  organization_id: string;
  group_id: string;
  member_id: string;
}

/** What the vendor's application shows to ask about every organisation. Global. */
export interface OperatorKeyTable {
  id: string;
  name: string;
  /** SHA-256 of the key's text. */
  digest: Uint8Array;
  /** First characters, to recognise it by. */
  hint: string;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
  revoked_at: string | null;
}

/** Mail to one person. What it says is made when it is sent, so that no secret lies here. */
export interface MailTable {
  organization_id: string;
  id: string;
  kind: string;
  /** Address. */
  recipient: string;
  /** JSON object: ids of what it is about. */
  about: string;
  state: 'queued' | 'sent' | 'failed' | 'withdrawn';
  /** Times that it was tried. */
  attempts: number;
  queued_at: string;
  /** When to try next, while it is queued. */
  next_at: string;
  /** When it was no longer queued. */
  ended_at: string | null;
  last_error: string | null;
  /** How it was sent: `inbox` has its text in the columns that follow. */
  way: 'smtp' | 'inbox' | null;
  subject: string | null;
  plain_body: string | null;
  html_body: string | null;
}

/** Somebody who may join: a member without an account, or one that is made when they accept. */
export interface InvitationTable {
  organization_id: string;
  id: string;
  /** Null for somebody who becomes a member by accepting. */
  member_id: string | null;
  /** Of the user that it was made for. */
  connection_id: string | null;
  user_id: string | null;
  /** Null where nobody knows one: it is held until there is. */
  email: string | null;
  email_key: string | null;
  display_name: string | null;
  /** Folded name and address, to search in. */
  search_key: string;
  /** 0 or 1: whoever accepts is an Org Admin. */
  is_org_admin: number;
  /** JSON array of `{ entryPointId, entryPoint, role }`. */
  roles: string;
  state: 'held' | 'pending' | 'expired' | 'accepted' | 'withdrawn';
  /** While it is held: what it waits for. */
  hold_reason: 'policy' | 'no_address' | null;
  /** Counts up when it is sent anew; codes and mails of earlier ones are worth nothing. */
  generation: number;
  /** The mail of this generation. */
  mail_id: string | null;
  /** `token:<id>`, `member:<id>`, `cli:<login>`, … */
  invited_by: string;
  /** The Org Admin who vouches for it; null for identity providers and the operator. */
  inviter_member_id: string | null;
  created_at: string;
  released_at: string | null;
  /** When its mail was last given to a mail server, or its link to the operator. */
  sent_at: string | null;
  expires_at: string | null;
  /** When it was accepted or withdrawn. */
  ended_at: string | null;
  account_id: string | null;
}

/** Codes that open an invitation: one for each time that its mail was tried. */
export interface InvitationCodeTable {
  organization_id: string;
  /** SHA-256 of the code, in hexadecimal. */
  digest: string;
  invitation_id: string;
  expires_at: string;
}

/** Opens the guide for connecting an identity provider to whoever has it. */
export interface SetUpLinkTable {
  organization_id: string;
  id: string;
  /** SHA-256 of the code, in hexadecimal. */
  digest: string;
  connection_id: string;
  /** The identity provider that the guide is for: `okta`, `entra`, … */
  product: string;
  /** The Org Admin who made it. */
  member_id: string;
  created_at: string;
  expires_at: string;
  /** When somebody opened it first. */
  opened_at: string | null;
  revoked_at: string | null;
}

/** What the Org Admins of an organisation were told; each once. */
export interface NoticeTable {
  organization_id: string;
  kind: string;
  /** Id of the token, the connection or the organisation that it is about. */
  subject_id: string;
  /** Tells notices of one kind about one subject apart: days left, a date, an id. */
  threshold: string;
  /** JSON object: names and times, as they were. */
  facts: string;
  raised_at: string;
  /** When it was no longer so. */
  ended_at: string | null;
}

/** How a person signs in, in all organisations. SCIM never changes one. Global. */
export interface AccountTable {
  id: string;
  /** Proven: its owner reads what is sent there. */
  email: string;
  email_key: string;
  /** PHC string; null where the person signs in by an identity provider alone. */
  password_hash: string | null;
  display_name: string | null;
  created_at: string;
}

/** Which member of an organisation an account is. Global. */
export interface AccountMemberTable {
  account_id: string;
  organization_id: string;
  member_id: string;
  linked_at: string;
}

/** Somebody who is signed in, as one member of one organisation. Global. */
export interface SessionTable {
  /** SHA-256 of the cookie's value. */
  digest: Uint8Array;
  /** To name it by; no secret. */
  id: string;
  organization_id: string;
  member_id: string;
  account_id: string | null;
  method: SignInMethod;
  created_at: string;
  /** The last request, to the minute. */
  seen_at: string;
  /** When the person last proved to be the one. */
  proven_at: string;
  /** Whatever happens meanwhile. */
  expires_at: string;
  /** Where it was started from. */
  address: string;
  user_agent: string;
}

export type SignInMethod = 'password' | 'oidc' | 'setup' | 'admin-link' | 'invitation';

/** What a link to set up, to sign in once or to set a new password is good for. Global. */
export interface OneTimeLinkTable {
  /** SHA-256 of the code. */
  digest: Uint8Array;
  kind: 'setup' | 'admin' | 'reset';
  organization_id: string | null;
  member_id: string | null;
  account_id: string | null;
  created_at: string;
  expires_at: string;
  used_at: string | null;
}

/** How often in a row somebody failed to sign in. Global. */
export interface SignInFailureTable {
  /** SHA-256 of an e-mail address, a client's address or an organisation's id. */
  subject: Uint8Array;
  failures: number;
  /** Before then no try counts. */
  next_at: string;
  forgotten_at: string;
}

/** The identity provider that an organisation signs in by; one at most. */
export interface SsoProviderTable {
  organization_id: string;
  id: string;
  /** What people read on the button. */
  name: string;
  /** Exactly as the provider writes it, in its documents and in its tokens. */
  issuer: string;
  client_id: string;
  /** Sealed by `secrets/`; null for a public client. */
  client_secret: Uint8Array | null;
  /** The claim of the ID token that says who somebody is. */
  subject_claim: string;
  /** The connection whose users' `externalId` is that claim; null links nobody by it. */
  connection_id: string | null;
  is_enabled: number;
  /** 0 or 1: whether passwords are refused for this organisation. */
  is_required: number;
  /** 0 or 1: whether sessions end when the provider's `session_expiry` says. */
  honours_session_expiry: number;
  created_at: string;
}

/** Who a member is at an identity provider. */
export interface SsoIdentityTable {
  organization_id: string;
  issuer: string;
  subject: string;
  member_id: string;
  linked_at: string;
}

/** Somebody is on the way to an identity provider and back; good for one answer. */
export interface SsoAttemptTable {
  organization_id: string;
  /** SHA-256 of the state. */
  digest: Uint8Array;
  provider_id: string;
  issuer: string;
  purpose: 'sign-in' | 'prove' | 'link' | 'invitation';
  /** Who wants to prove or to link; null for who wants to sign in. */
  member_id: string | null;
  /** SHA-256 of the code of the invitation that is accepted by it; null for others. */
  code_digest: string | null;
  /** SHA-256 of the value of the browser's cookie. */
  browser: Uint8Array;
  /** SHA-256 of the address it came from. */
  client: Uint8Array;
  return_path: string;
  created_at: string;
  expires_at: string;
  used_at: string | null;
}

/** The signed account of what ended when a member was no longer active. */
export interface ReceiptTable {
  organization_id: string;
  id: string;
  member_id: string;
  at: string;
  /** A JWS in compact form; has ids and times, no names. */
  jws: string;
}

/** What receipts are signed with. Global. */
export interface SigningKeyTable {
  /** Thumbprint of the public key (RFC 7638). */
  id: string;
  /** PKCS #8, PEM; empty where it is sealed. */
  private_key: string;
  /** The same, sealed; null where the service has no key for that. */
  sealed_key: Uint8Array | null;
  /** JSON Web Key; null where it follows from a private key that is not sealed. */
  public_key: string | null;
  created_at: string;
}

/** What a connection added and removed: in the buckets of its window, and since ever. */
export interface BrakeCountTable {
  organization_id: string;
  connection_id: string;
  /** Active users, or memberships of groups. */
  kind: 'users' | 'memberships';
  /** Place of the bucket in a ring; -1 counts since ever, so that `added - removed` is what is there. */
  slot: number;
  /** Number of the stretch of time that the row counts; a slot is used again. */
  bucket: number;
  removed: number;
  added: number;
}

/** A removal that the brake held, told apart by its resource and what it is: no body, no name. */
export interface HeldChangeTable {
  organization_id: string;
  id: string;
  connection_id: string;
  resource_type: string;
  resource_id: string;
  what: 'deactivate' | 'delete' | 'removeMembers' | 'deleteGroup';
  /** The most users or memberships that one attempt would have removed. */
  amount: number;
  /** Attempts of the identity provider. */
  tries: number;
  state: 'held' | 'released' | 'discarded' | 'done';
  first_seen_at: string;
  last_seen_at: string;
  decided_at: string | null;
  /** `cli:<login>`, `operator:<id>`, … */
  decided_by: string | null;
}

/** How many there were at the end of a day, or are on the day that it is. */
export interface DailyCountTable {
  organization_id: string;
  /** In UTC: `2027-03-01`. */
  day: string;
  /** Active ones. */
  members: number;
  users: number;
  groups: number;
}

/** Work that is done once, by whichever node gets to it. Global. */
export interface JobTable {
  name: string;
  /** The node that is at it. */
  holder: string | null;
  /** When the next node may take over from one that died at it. */
  lease_ends_at: string | null;
  next_at: string;
  last_done_at: string | null;
  last_error: string | null;
}

export interface Database {
  plan: PlanTable;
  organization: OrganizationTable;
  organization_sequence: OrganizationSequenceTable;
  seat_use: SeatUseTable;
  connection: ConnectionTable;
  member: MemberTable;
  link: LinkTable;
  claim: ClaimTable;
  token: TokenTable;
  collection: CollectionTable;
  collection_block: CollectionBlockTable;
  resource: ResourceTable;
  search: SearchTable;
  lookup: LookupTable;
  membership: MembershipTable;
  event: EventTable;
  audit: AuditTable;
  audit_detail: AuditDetailTable;
  mail: MailTable;
  notice: NoticeTable;
  invitation: InvitationTable;
  invitation_code: InvitationCodeTable;
  brake_count: BrakeCountTable;
  daily_count: DailyCountTable;
  held_change: HeldChangeTable;
  job: JobTable;
  role: RoleTable;
  entry_point: EntryPointTable;
  role_grant: RoleGrantTable;
  local_group: LocalGroupTable;
  local_group_member: LocalGroupMemberTable;
  operator_key: OperatorKeyTable;
  receipt: ReceiptTable;
  signing_key: SigningKeyTable;
  account: AccountTable;
  account_member: AccountMemberTable;
  session: SessionTable;
  one_time_link: OneTimeLinkTable;
  sign_in_failure: SignInFailureTable;
  sso_provider: SsoProviderTable;
  sso_identity: SsoIdentityTable;
  sso_attempt: SsoAttemptTable;
  set_up_link: SetUpLinkTable;
}

/** Positions in a block of a collection. */
export const BLOCK_POSITIONS = 1024;

/** The activity log lives in a file of its own: it may lose its last moments, the rest may not. */
export interface ActivityTable {
  id: Generated<number>;
  organization_id: string | null;
  connection_id: string | null;
  token_id: string | null;
  at: string;
  request_id: string;
  method: string;
  path: string;
  /** Query string with personal values removed. */
  query: string;
  status: number;
  /** Microseconds. */
  duration_us: number;
  resource_type: string | null;
  resource_id: string | null;
  /** JSON array of notes. */
  notes: string;
  detail: string | null;
  scim_type: string | null;
  /** Redacted request body. */
  request_body: string | null;
  user_agent: string | null;
}

export interface ActivityDatabase {
  activity: ActivityTable;
}
