/** draft-zollner-scim-interop-profile, which strict connections follow. */
import type { Attribute, ResourceType } from '../schema/types.ts';
import { answerType, type MediaType, SCIM_JSON } from './http/media-types.ts';
import type { HeaderReader, ScimSession } from './session.ts';

/**
 * Whether a session may say `interopProfileConformant`. Strict mode sees to all that requests can
 * tell; what is left is that schemas declare the types of every multi-valued attribute.
 */
export function followsInteropProfile(session: ScimSession | undefined): boolean {
  return session?.mode === 'strict' && session.resourceTypes.every(declaresTypes);
}

function declaresTypes({ attributes, extensions }: ResourceType): boolean {
  const all = [attributes, ...extensions.map(({ schema }) => schema.attributes)];
  return all.every((map) => [...map.values()].every(declaresType));
}

function declaresType({ multiValued, subAttributes }: Attribute): boolean {
  const type = subAttributes.get('type');
  return !multiValued || type === undefined || type.canonicalValues.length > 0;
}

/** The profile knows `application/scim+json` alone, also for who would take other JSON. */
export function answerTypeFor(headers: HeaderReader, session: ScimSession | undefined): MediaType {
  const type = answerType(headers.get('accept'));
  return session?.mode === 'strict' ? SCIM_JSON : type;
}
