import type { Filter } from '../filter/ast.ts';
import { printFilter } from '../filter/index.ts';

const LENGTH_MAX = 80;

/** A filter as messages show it. */
export function printable(filter: Filter): string {
  const text = printFilter(filter);
  return text.length <= LENGTH_MAX ? text : `${text.slice(0, LENGTH_MAX).toWellFormed()}…`;
}
