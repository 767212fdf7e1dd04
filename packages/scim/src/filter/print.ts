/** Filters and paths as text. Parsing the text gives the same tree again. */
import type { AttributePath, Filter, PatchPath } from './ast.ts';

/** Prints a filter with the fewest brackets that keep its tree. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
      return filter.terms.map((term) => printTerm(term, joins(term))).join(' and ');
    case 'or':
      return filter.terms.map((term) => printTerm(term, term.kind === 'or')).join(' or ');
    case 'not':
      return `not (${printFilter(filter.operand)})`;
    case 'present':
      return `${printAttributePath(filter.path)} pr`;
    case 'compare':
      return `${printAttributePath(filter.path)} ${filter.operator} ${JSON.stringify(filter.value)}`;
    case 'valuePath':
      return `${printAttributePath(filter.path)}[${printFilter(filter.filter)}]`;
  }
}

/** Prints the path of a PATCH operation. */
export function printPath({ path, extension, filter, sub }: PatchPath): string {
  const name = path === undefined ? (extension ?? '') : printAttributePath(path);
  const brackets = filter === undefined ? '' : `[${printFilter(filter)}]`;
  return `${name}${brackets}${sub === undefined ? '' : `.${sub}`}`;
}

export function printAttributePath({ schema, attribute, sub }: AttributePath): string {
  const name = sub === undefined ? attribute : `${attribute}.${sub}`;
  return schema === undefined ? name : `${schema}:${name}`;
}

function joins({ kind }: Filter): boolean {
  return kind === 'and' || kind === 'or';
}

function printTerm(term: Filter, grouped: boolean): string {
  return grouped ? `(${printFilter(term)})` : printFilter(term);
}
