/** `remove` with the values to remove in `value`: not in the RFC, but widely sent. */
import { ScimError } from '../errors.ts';
import { comparisonKey } from '../filter/index.ts';
import { isObject, own } from '../json/index.ts';
import { type ReadOptions, readValue } from '../resource/index.ts';
import type { Json } from '../resource/types.ts';
import { targetName } from '../schema/index.ts';
import type { Attribute, AttributeTarget } from '../schema/types.ts';
import { type Edit, keep } from './edit.ts';

/**
 * Removes only the elements listed, never all of them. An element is meant when every
 * sub-attribute that is listed for it compares equal; an empty list removes nothing.
 *
 * @throws ScimError `invalidValue` if the list is not one of values of the attribute.
 */
export function readRemoveListed(target: AttributeTarget, given: Json, options: ReadOptions): Edit {
  const listed = readValue(target, given, options);
  options.note('remove-listed', targetName(target));
  if (Array.isArray(given) && given.length === 0) return keep;
  if (!Array.isArray(listed)) {
    throw new ScimError(
      'invalidValue',
      `${targetName(target)}: "value" lists nothing to remove. Leave it out to remove all values.`,
    );
  }
  const attribute = target.sub ?? target.attribute;
  const isListed = listMatcher(attribute, listed);
  return (before) => {
    if (!Array.isArray(before)) return before;
    const left = (before as readonly Json[]).filter((element) => !isListed(element));
    if (left.length === before.length) return before;
    return left.length === 0 ? undefined : left;
  };
}

/** Groups the list by which sub-attributes it names, so that each element is looked up once per group. */
function listMatcher(attribute: Attribute, listed: readonly Json[]): (element: Json) => boolean {
  const groups = new Map<string, { subs: readonly Attribute[]; keys: Set<string> }>();
  for (const element of listed) {
    const subs = subsOf(attribute, element);
    const name = subs.map((sub) => sub.name).join(' ');
    let group = groups.get(name);
    if (group === undefined) {
      group = { subs, keys: new Set() };
      groups.set(name, group);
    }
    group.keys.add(elementKey(attribute, subs, element));
  }
  const all = [...groups.values()];
  return (element) => all.some(({ subs, keys }) => keys.has(elementKey(attribute, subs, element)));
}

/** Empty for a simple value. */
function subsOf(attribute: Attribute, element: Json): readonly Attribute[] {
  if (!isObject(element)) return [];
  return [...attribute.subAttributes.values()].filter((sub) => Object.hasOwn(element, sub.name));
}

function elementKey(attribute: Attribute, subs: readonly Attribute[], element: Json): string {
  if (!isObject(element)) return JSON.stringify(comparisonKey(attribute, element) ?? null);
  const keys = subs.map((sub) => comparisonKey(sub, own(element, sub.name) ?? null) ?? null);
  return JSON.stringify(keys);
}
