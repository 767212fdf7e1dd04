/** `attributes` and `excludedAttributes` (RFC 7644 §3.4.2.5 and §3.9), parsed against a type. */
import { ScimError } from '../errors.ts';
import { parseAttributePath } from '../filter/index.ts';
import type { ScimLimits } from '../limits.ts';
import { findExtension, resolvePath, schemaUris } from '../schema/index.ts';
import type { Attribute, ResourceType } from '../schema/types.ts';

/** Names by published attribute name: the whole attribute, or some of its sub-attributes. */
export type Selection = Map<string, 'whole' | Set<string>>;

export interface Projection {
  /** `only`: what is listed and what is always returned. `without`: the default less what is listed. */
  readonly kind: 'only' | 'without';
  /** Listed common and core attributes. */
  readonly core: ReadonlyMap<string, 'whole' | ReadonlySet<string>>;
  /** Listed extensions by URI. */
  readonly extensions: ReadonlyMap<
    string,
    'whole' | ReadonlyMap<string, 'whole' | ReadonlySet<string>>
  >;
}

/**
 * Parses the two parameters. Names that the type does not have are ignored.
 *
 * @param attributes Comma-separated, or undefined when absent; likewise `excluded`.
 * @returns Undefined when resources can go out as they are.
 * @throws ScimError `invalidValue` when both are given or too many names are.
 */
export function parseProjection(
  type: ResourceType,
  attributes: string | undefined,
  excluded: string | undefined,
  limits: ScimLimits,
): Projection | undefined {
  if (attributes !== undefined && excluded !== undefined) {
    throw new ScimError(
      'invalidValue',
      'Give either "attributes" or "excludedAttributes", not both (RFC 7644 §3.9).',
    );
  }
  const names = attributes ?? excluded;
  if (names === undefined && !hasHidden(type)) return undefined;
  const core: Selection = new Map();
  const extensions = new Map<string, 'whole' | Selection>();
  for (const name of splitNames(names ?? '', limits)) select(type, name, core, extensions);
  return { kind: attributes === undefined ? 'without' : 'only', core, extensions };
}

/** Whether an attribute can be in an answer at all, so whether it needs to be looked up. */
export function projectionWants(
  type: ResourceType,
  projection: Projection | undefined,
  attributeName: string,
): boolean {
  const attribute = type.attributes.get(attributeName.toLowerCase());
  if (attribute === undefined) return false;
  return wants(attribute, projection, projection?.core.get(attribute.name));
}

/** The table of RFC 7643 §7 `returned` by what the request lists. */
export function wants(
  attribute: Attribute,
  projection: Pick<Projection, 'kind'> | undefined,
  listed: 'whole' | ReadonlySet<string> | undefined,
): boolean {
  const { returned } = attribute;
  if (returned === 'always') return true;
  if (returned === 'never') return false;
  if (projection?.kind === 'only') return listed !== undefined;
  return returned === 'default' && listed !== 'whole';
}

function splitNames(text: string, limits: ScimLimits): readonly string[] {
  const names = text.split(',', limits.projectedAttributes + 1);
  if (names.length > limits.projectedAttributes) {
    throw new ScimError(
      'invalidValue',
      `At most ${limits.projectedAttributes} names can be given in "attributes" or ` +
        '"excludedAttributes" (limit projectedAttributes).',
    );
  }
  return names.map((name) => name.trim()).filter((name) => name !== '');
}

function select(
  type: ResourceType,
  name: string,
  core: Selection,
  extensions: Map<string, 'whole' | Selection>,
): void {
  const extension = findExtension(type, name);
  if (extension !== undefined) {
    extensions.set(extension.schema.id, 'whole');
    return;
  }
  const path = parseAttributePath(name, schemaUris(type));
  const target = path && resolvePath(type, path);
  if (target === undefined) return;
  if (target.extension === undefined) {
    add(core, target.attribute, target.sub);
    return;
  }
  const selected = extensions.get(target.extension) ?? new Map();
  if (selected === 'whole') return;
  add(selected, target.attribute, target.sub);
  extensions.set(target.extension, selected);
}

function add(selection: Selection, attribute: Attribute, sub: Attribute | undefined): void {
  const present = selection.get(attribute.name);
  if (sub === undefined) selection.set(attribute.name, 'whole');
  else if (present === undefined) selection.set(attribute.name, new Set([sub.name]));
  else if (present !== 'whole') present.add(sub.name);
}

/** Whether the type has attributes that an answer leaves out unless they are asked for. */
function hasHidden(type: ResourceType): boolean {
  let hidden = HIDDEN.get(type);
  if (hidden === undefined) {
    hidden = [type.attributes, ...type.extensions.map(({ schema }) => schema.attributes)].some(
      (attributes) => anyHidden(attributes),
    );
    HIDDEN.set(type, hidden);
  }
  return hidden;
}

const HIDDEN = new WeakMap<ResourceType, boolean>();

function anyHidden(attributes: ReadonlyMap<string, Attribute>): boolean {
  for (const { returned, subAttributes } of attributes.values()) {
    if (returned === 'never' || returned === 'request' || anyHidden(subAttributes)) return true;
  }
  return false;
}
