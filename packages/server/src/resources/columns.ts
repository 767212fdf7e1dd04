/** The columns that a resource is looked up by, derived from its canonical form in one place. */
import {
  fold,
  foldResource,
  type Json,
  type JsonObject,
  type Resource,
  type ResourceType,
  ScimError,
} from '@rollcall/scim';
import { hasToken } from '../tokens/index.ts';

/** A value that identity providers look people up by. */
export interface LookupValue {
  readonly attribute: string;
  readonly key: string;
}

export interface Columns {
  readonly json: string;
  /** JSON text of the folded copy. */
  readonly folded: string;
  readonly userNameKey: string | null;
  readonly externalId: string | null;
  /** 1 unless the resource says `active: false`. */
  readonly isActive: 0 | 1;
  /** What people call the resource: its display name, else its user name. */
  readonly displayName: string | null;
  readonly displayKey: string | null;
  /** The folded `displayName` attribute itself. */
  readonly searchDisplayKey: string | null;
  readonly lookups: readonly LookupValue[];
}

/** Attributes with a row for each value; see the table `lookup`. */
export const LOOKUP_ATTRIBUTES: ReadonlySet<string> = new Set(['emails', 'phoneNumbers']);

/**
 * Longest key, bytes of UTF-8: a row of a PostgreSQL index holds 2,704, and the ids of the organisation,
 * the connection and the resource are in it too.
 */
const KEY_BYTES_MAX = 2048;

/**
 * Refuses what must not be stored, before anything is written: values that are looked up and too long
 * for an index, and tokens, which people have pasted into the wrong field.
 *
 * @throws ScimError `invalidValue`.
 */
export function checkColumns({
  json,
  userNameKey,
  externalId,
  displayKey,
  lookups,
}: Columns): void {
  if (hasToken(json)) throw tokenInside();
  if (userNameKey !== null) checkKey('userName', userNameKey);
  if (externalId !== null) checkKey('externalId', externalId);
  if (displayKey !== null) checkKey('displayName', displayKey);
  for (const { attribute, key } of lookups) checkKey(`${attribute}.value`, key);
}

function tokenInside(): ScimError {
  return new ScimError(
    'invalidValue',
    'One of the values is a token of this service. It is not stored; revoke the token, since others ' +
      'have seen it, and send the value that belongs there.',
  );
}

function checkKey(attribute: string, key: string): void {
  // No character takes more than three bytes for each of its units.
  if (key.length * 3 <= KEY_BYTES_MAX || Buffer.byteLength(key) <= KEY_BYTES_MAX) return;
  throw new ScimError(
    'invalidValue',
    `${attribute}: the value is longer than ${KEY_BYTES_MAX} bytes, the limit for what is looked up.`,
  );
}

/** Unless it says `active: false`. */
export function isActive({ active }: Resource): boolean {
  return active !== false;
}

export function columnsOf(type: ResourceType, resource: Resource): Columns {
  const folded = foldResource(type, resource);
  const displayName = text(resource.displayName) ?? text(resource.userName);
  return {
    json: JSON.stringify(resource),
    folded: JSON.stringify(folded),
    userNameKey: type.attributes.has('username') ? text(folded.userName) : null,
    externalId: text(folded.externalId),
    isActive: isActive(resource) ? 1 : 0,
    displayName,
    displayKey: displayName === null ? null : fold(displayName),
    searchDisplayKey: text(folded.displayName),
    lookups: lookupsOf(folded),
  };
}

function lookupsOf(folded: JsonObject): LookupValue[] {
  const lookups: LookupValue[] = [];
  for (const attribute of LOOKUP_ATTRIBUTES) {
    const keys = new Set<string>();
    for (const element of elements(folded[attribute])) {
      const key = text(element.value);
      if (key !== null) keys.add(key);
    }
    for (const key of keys) lookups.push({ attribute, key });
  }
  return lookups;
}

/** The objects of a multi-valued attribute. */
export function elements(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonObject[]) : [];
}

/** The string, or null for anything else. */
export function text(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
