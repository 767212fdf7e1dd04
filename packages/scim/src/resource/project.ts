import { isObject } from '../json/index.ts';
import type { Attribute, ResourceType } from '../schema/types.ts';
import { type Projection, wants } from './projection.ts';
import type { Json, JsonObject } from './types.ts';

/**
 * What an answer shows of a resource (RFC 7644 §3.9). `id` and `schemas` always come; naming a
 * sub-attribute gives its parent with that alone.
 *
 * @param object The whole resource in published case, with `id`, `meta`, `groups`, `members`.
 */
export function project(
  type: ResourceType,
  object: JsonObject,
  projection: Projection,
): JsonObject {
  const shown = projectObject(type.attributes, object, projection.kind, projection.core);
  for (const { schema } of type.extensions) {
    if (!Object.hasOwn(object, schema.id)) continue;
    const extension = object[schema.id];
    const listed = projection.extensions.get(schema.id);
    if (!isObject(extension)) continue;
    // A whole extension that is asked for shows its default set; one that is excluded, what an
    // empty list of wanted names shows: only what is always returned.
    const flipped = projection.kind === 'only' ? 'without' : 'only';
    const part =
      listed === 'whole'
        ? projectObject(schema.attributes, extension, flipped, NOTHING)
        : projectObject(schema.attributes, extension, projection.kind, listed ?? NOTHING);
    if (Object.keys(part).length > 0) shown[schema.id] = part;
  }
  return shown;
}

type Kind = Projection['kind'];
type Listed = 'whole' | ReadonlySet<string> | undefined;

const NOTHING: ReadonlyMap<string, 'whole' | ReadonlySet<string>> = new Map();

function projectObject(
  attributes: ReadonlyMap<string, Attribute>,
  object: JsonObject,
  kind: Kind,
  selection: ReadonlyMap<string, 'whole' | ReadonlySet<string>>,
): Record<string, Json> {
  const shown: Record<string, Json> = {};
  for (const name of Object.keys(object)) {
    const attribute = attributes.get(name.toLowerCase());
    if (attribute === undefined) continue;
    const listed = selection.get(attribute.name);
    if (!wants(attribute, { kind }, listed)) continue;
    const value = projectValue(attribute, object[name] ?? null, kind, listed);
    if (value !== undefined) shown[name] = value;
  }
  return shown;
}

/** A whole attribute, or its sub-attributes; an array that was empty before stays. */
function projectValue(
  attribute: Attribute,
  value: Json,
  kind: Kind,
  listed: Listed,
): Json | undefined {
  if (attribute.type !== 'complex') return value;
  if (!Array.isArray(value)) return projectElement(attribute, value, kind, listed);
  const elements: Json[] = [];
  for (const element of value as readonly Json[]) {
    const shown = projectElement(attribute, element, kind, listed);
    if (shown !== undefined) elements.push(shown);
  }
  return elements.length === 0 && value.length > 0 ? undefined : elements;
}

function projectElement(
  attribute: Attribute,
  value: Json,
  kind: Kind,
  listed: Listed,
): Json | undefined {
  if (!isObject(value)) return undefined;
  const selected = listed instanceof Set ? (listed as ReadonlySet<string>) : undefined;
  const shown: Record<string, Json> = {};
  let empty = true;
  for (const name of Object.keys(value)) {
    const sub = attribute.subAttributes.get(name.toLowerCase());
    if (sub === undefined) continue;
    const named = selected?.has(sub.name) ? 'whole' : undefined;
    const within = selected === undefined ? 'without' : kind;
    if (!wants(sub, { kind: within }, named)) continue;
    shown[name] = value[name] ?? null;
    empty = false;
  }
  return empty ? undefined : shown;
}
