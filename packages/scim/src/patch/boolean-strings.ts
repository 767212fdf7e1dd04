import { ScimError } from '../errors.ts';
import type { CompareFilter, Filter } from '../filter/ast.ts';
import type { ReadOptions } from '../resource/index.ts';
import { targetName } from '../schema/index.ts';
import type { AttributeTarget } from '../schema/types.ts';

/**
 * Makes booleans of `"True"` and `"False"` in the filter of a path, as Entra ID writes them
 * (`roles[primary eq "True"]`), so that they also become booleans in elements made from it.
 *
 * @throws ScimError `invalidFilter` for them in strict mode.
 */
export function readBooleanStrings(
  filter: Filter,
  target: AttributeTarget,
  options: ReadOptions,
): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const terms = filter.terms.map((term) => readBooleanStrings(term, target, options));
      return { kind: filter.kind, terms };
    }
    case 'not':
      return { kind: 'not', operand: readBooleanStrings(filter.operand, target, options) };
    case 'compare':
      return readComparison(filter, target, options);
    default:
      return filter;
  }
}

function readComparison(
  filter: CompareFilter,
  target: AttributeTarget,
  options: ReadOptions,
): CompareFilter {
  const sub = target.attribute.subAttributes.get(filter.path.attribute.toLowerCase());
  if (sub?.type !== 'boolean' || typeof filter.value !== 'string') return filter;
  const word = filter.value.length <= 5 ? filter.value.toLowerCase() : '';
  if (word !== 'true' && word !== 'false') return filter;
  const name = targetName({ ...target, sub });
  if (options.mode === 'strict') {
    throw new ScimError('invalidFilter', `${name} is compared with a string. Write ${word}.`);
  }
  options.note('boolean-string', name);
  return { ...filter, value: word === 'true' };
}
