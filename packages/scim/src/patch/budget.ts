/** Bounds the work of one PATCH: operations × values × filter terms × text, multiplied, is too much. */
import { ScimError } from '../errors.ts';
import type { Filter } from '../filter/ast.ts';
import { isObject } from '../json/index.ts';
import type { Json } from '../resource/types.ts';

/**
 * Most comparisons of filters with values in one PATCH, about half a second of them: enough for
 * 1,000 operations on an attribute with 1,000 values and three terms each.
 */
export const PATCH_COMPARISONS_MAX = 4_000_000;

/** Characters that take about as long to compare as finding a value does. */
const CHARACTERS_PER_COMPARISON = 100;

export interface Budget {
  /**
   * Charges one operation that looks at all values of an attribute.
   *
   * @throws ScimError `tooMany` when the request has used up its comparisons.
   */
  charge(elements: readonly Json[], filter: Filter | undefined): void;
}

export function createBudget(): Budget {
  let left = PATCH_COMPARISONS_MAX;
  return {
    charge(elements, filter) {
      left -= weight(elements) * (filter === undefined ? 1 : termCount(filter));
      if (left >= 0) return;
      throw new ScimError(
        'tooMany',
        `The operations need more than ${PATCH_COMPARISONS_MAX} comparisons with the values there ` +
          '(limit patchComparisons). Send them in several requests, or with shorter filters.',
      );
    },
  };
}

function weight(elements: readonly Json[]): number {
  let characters = 0;
  for (const element of elements) {
    if (typeof element === 'string') characters += element.length;
    if (!isObject(element)) continue;
    for (const name in element) {
      const value = element[name];
      if (typeof value === 'string') characters += value.length;
    }
  }
  return elements.length + characters / CHARACTERS_PER_COMPARISON;
}

function termCount(filter: Filter): number {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.terms.reduce((count, term) => count + termCount(term), 0);
    case 'not':
      return termCount(filter.operand);
    default:
      return 1;
  }
}
