/** The columns that a resource is looked up by, derived from its canonical form in one place. */
import {
  fold,
  foldResource,
  type Json,
  type JsonObject,
  type Resource,
  type ResourceType,
} from '@rollcall/scim';

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

export function columnsOf(type: ResourceType, resource: Resource): Columns {
  const folded = foldResource(type, resource);
  const displayName = text(resource.displayName) ?? text(resource.userName);
  return {
    json: JSON.stringify(resource),
    folded: JSON.stringify(folded),
    userNameKey: type.attributes.has('username') ? text(folded.userName) : null,
    externalId: text(folded.externalId),
    isActive: resource.active === false ? 0 : 1,
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
