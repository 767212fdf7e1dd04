/** What a comparison of one simple attribute means: operators and literals by type. */
import { ScimError } from '../errors.ts';
import type { Attribute, AttributeType } from '../schema/types.ts';
import type { CompareOperator, Literal } from './ast.ts';
import { comparisonKey } from './comparison-key.ts';
import type { ComparisonKey, ResolvedOperator } from './resolved.ts';

/** A comparison without `ne` and without null. */
export type Meaning =
  | { readonly kind: 'present'; readonly negated: boolean }
  | {
      readonly kind: 'compare';
      readonly negated: boolean;
      readonly operator: ResolvedOperator;
      readonly key: ComparisonKey;
    };

/** `name` is how messages call the attribute. */
export interface Comparison {
  readonly name: string;
  readonly operator: CompareOperator;
  readonly value: Literal;
}

const EQUALITY: readonly CompareOperator[] = ['eq', 'ne'];
const ORDER: readonly CompareOperator[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];
const ALL: readonly CompareOperator[] = [...EQUALITY, 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];

/** RFC 7644 table 3; how messages describe the type and the literal that goes with it. */
const TYPES: Readonly<
  Record<
    AttributeType,
    {
      readonly operators: readonly CompareOperator[];
      readonly holds: string;
      readonly literal: string;
    }
  >
> = {
  string: { operators: ALL, holds: 'text', literal: 'text in double quotes, such as "x"' },
  reference: { operators: ALL, holds: 'a URI', literal: 'a URI in double quotes' },
  binary: {
    operators: EQUALITY,
    holds: 'binary data',
    literal: 'base64 text in double quotes',
  },
  boolean: { operators: EQUALITY, holds: 'true or false', literal: 'true or false' },
  integer: { operators: ORDER, holds: 'a whole number', literal: 'a number without quotes' },
  decimal: { operators: ORDER, holds: 'a number', literal: 'a number without quotes' },
  dateTime: {
    operators: ORDER,
    holds: 'a date and time',
    literal: 'a date and time in double quotes, such as "2026-01-31T08:00:00Z"',
  },
  complex: { operators: [], holds: 'several parts', literal: 'one of its parts' },
};

/** `ne` is `not eq` (AMB-05); null stands for having no value (AMB-42, RFC 7643 §2.5). */
export function meaningOf(attribute: Attribute, comparison: Comparison): Meaning {
  const { operator, value } = comparison;
  const negated = operator === 'ne';
  if (value === null) {
    if (operator === 'eq' || negated) return { kind: 'present', negated: !negated };
    throw refusal(comparison, 'null goes with eq and ne only');
  }
  const { operators, holds, literal } = TYPES[attribute.type];
  if (attribute.type === 'complex') throw complexRefusal(attribute, comparison);
  if (!operators.includes(operator)) {
    throw refusal(comparison, `it holds ${holds}, so use ${operators.join(', ')} or pr`);
  }
  const key = literalKey(attribute, value);
  if (key === undefined) throw refusal(comparison, `it holds ${holds}; compare it with ${literal}`);
  return { kind: 'compare', negated, operator: operator === 'ne' ? 'eq' : operator, key };
}

/** Quoted booleans are taken (AMB-28); every other literal has to be of the attribute's type. */
function literalKey(attribute: Attribute, value: string | number | boolean) {
  if (attribute.type === 'boolean' && typeof value === 'string' && value.length <= 5) {
    const word = value.toLowerCase();
    if (word === 'true' || word === 'false') return word === 'true';
  }
  return comparisonKey(attribute, value);
}

function complexRefusal({ subAttributes }: Attribute, comparison: Comparison): ScimError {
  const parts = [...subAttributes.values()].map(({ name }) => `${comparison.name}.${name}`);
  return refusal(comparison, `it has several parts; name one of them: ${parts.join(', ')}`);
}

/** The literal is not repeated: it can be personal data, and details end up in logs. */
function refusal({ name, operator }: Comparison, reason: string): ScimError {
  return new ScimError(
    'invalidFilter',
    `The comparison "${name} ${operator} …" is not possible: ${reason}.`,
  );
}
