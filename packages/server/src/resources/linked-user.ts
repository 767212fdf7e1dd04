import { fold, type Json, type JsonObject, type Resource } from '@rollcall/scim';
import { mailAddressAmong } from '../mail/index.ts';
import type { LinkedUser } from '../members/index.ts';
import { type Columns, elements, text } from './columns.ts';

/** What linking a user to a member goes by. */
export function linkedUser(id: string, resource: Resource, columns: Columns): LinkedUser {
  const email = primaryEmail(resource);
  return {
    id,
    userNameKey: columns.userNameKey ?? '',
    email,
    emailKey: email === undefined ? undefined : fold(email),
    mailAddress: mailAddressAmong(email, text(resource.userName)),
    displayName: personName(resource),
    active: columns.isActive === 1,
  };
}

/** The primary address, else the first. */
function primaryEmail({ emails }: Resource): string | undefined {
  const all = elements(emails);
  const primary = all.find((element) => element.primary === true) ?? all[0];
  return text(primary?.value) ?? undefined;
}

function personName({ displayName, name }: Resource): string | undefined {
  const parts: JsonObject = isNamed(name) ? name : {};
  const joined = [text(parts.givenName), text(parts.familyName)].filter(Boolean).join(' ');
  return text(displayName) ?? text(parts.formatted) ?? (joined === '' ? undefined : joined);
}

function isNamed(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
