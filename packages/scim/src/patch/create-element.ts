/** An element that a path describes but no value matches: `emails[type eq "work"].value`. */
import type { CompareFilter, Filter } from '../filter/ast.ts';
import { evaluateElement } from '../filter/index.ts';
import type { ElementFilter } from '../filter/resolved.ts';
import { type ReadOptions, readValue } from '../resource/index.ts';
import type { Json } from '../resource/types.ts';
import type { AttributeTarget } from '../schema/types.ts';
import { printable } from './describe.ts';
import type { Edit } from './edit.ts';
import { noTarget } from './refusals.ts';

/**
 * Makes an element from the equality terms of a filter and an edit of it. Read-only sub-attributes
 * are not set.
 *
 * @throws ScimError `noTarget` if no element that the filter matches comes of it.
 */
export function createElement(
  target: AttributeTarget,
  filter: Filter,
  resolved: ElementFilter,
  edit: Edit,
  options: ReadOptions,
): Json {
  const terms = equalityTerms(filter);
  const start: Record<string, Json> = {};
  for (const { path, value } of terms) {
    const sub = target.attribute.subAttributes.get(path.attribute.toLowerCase());
    if (sub === undefined || sub.mutability === 'readOnly') continue;
    const read = readValue({ ...target, sub }, value, options);
    if (read !== undefined) start[sub.name] = read;
  }
  const element = edit(start);
  if (terms.length === 0 || element === undefined || !evaluateElement(resolved, element)) {
    throw noTarget(
      target,
      `no value matches ${printable(filter)}, and none can be made from it. ` +
        'Name the value with "eq" terms, or add it with the path of the attribute alone.',
    );
  }
  return element;
}

/** Terms that hold of every element that the filter matches. */
function equalityTerms(filter: Filter): readonly CompareFilter[] {
  if (filter.kind === 'and') return filter.terms.flatMap(equalityTerms);
  return filter.kind === 'compare' && filter.operator === 'eq' ? [filter] : [];
}
