/** What to say about a name that a filter cannot use. */
import { ScimError } from '../errors.ts';
import { clip } from '../json/index.ts';
import { resolvePath, targetName } from '../schema/index.ts';
import type { Attribute, ResourceType } from '../schema/types.ts';
import type { AttributePath } from './ast.ts';
import { printAttributePath } from './print.ts';

/** Whether matching by it would tell about a value that is never shown (RFC 7644 §7.5.2). */
export function isSecret(attribute: Attribute | undefined): boolean {
  return attribute?.returned === 'never' || attribute?.mutability === 'writeOnly';
}

export function unknownAttribute(path: AttributePath, type: ResourceType): ScimError {
  const name = clip(printAttributePath(path));
  if (type.dropped.has(path.attribute.toLowerCase())) {
    return refusal(`${name} is never kept here, so no filter can use it.`);
  }
  const whole = path.sub === undefined ? undefined : resolvePath(type, { ...path, sub: undefined });
  if (whole !== undefined && !isSecret(whole.attribute)) {
    return unknownPart(whole.attribute, path.sub ?? '');
  }
  return refusal(`${type.name} has no attribute ${name} to filter by. ${advice(path, type)}`);
}

export function unknownPart(attribute: Attribute, name: string): ScimError {
  const parts = [...attribute.subAttributes.values()].filter((part) => !isSecret(part));
  const known = parts.map((part) => part.name).join(', ');
  return refusal(
    known === ''
      ? `"${attribute.name}" has no parts, so "${attribute.name}" is named alone.`
      : `"${attribute.name}" has no part ${clip(name)} to filter by. Its parts are: ${known}.`,
  );
}

function advice({ attribute }: AttributePath, type: ResourceType): string {
  const name = attribute.toLowerCase();
  const meant = candidates(name, type);
  if (meant.length > 0) return `Write ${meant.join(' or ')}.`;
  return `Check its spelling; GET /Schemas lists the attributes of ${type.name}.`;
}

/** The places where the name does exist: in extensions, as a part, or in the plural. */
function candidates(name: string, type: ResourceType): readonly string[] {
  const found: string[] = [];
  for (const { schema } of type.extensions) {
    const attribute = schema.attributes.get(name);
    if (attribute === undefined || isSecret(attribute)) continue;
    found.push(targetName({ extension: schema.id, attribute, sub: undefined }));
  }
  for (const attribute of type.attributes.values()) {
    const sub = attribute.multiValued ? undefined : attribute.subAttributes.get(name);
    if (sub === undefined || isSecret(attribute) || isSecret(sub)) continue;
    found.push(targetName({ extension: undefined, attribute, sub }));
  }
  const plural = type.attributes.get(`${name}s`);
  if (plural !== undefined && !isSecret(plural)) found.push(plural.name);
  return found;
}

function refusal(detail: string): ScimError {
  return new ScimError('invalidFilter', detail);
}
