/**
 * Operations on a group's members as changes for the store. They say what to do and never look at
 * who is a member: a group of a million costs no more than a group of one.
 */
import { ScimError } from '../errors.ts';
import type { Filter } from '../filter/ast.ts';
import { resolveElementFilter } from '../filter/index.ts';
import type { ElementFilter } from '../filter/resolved.ts';
import { isObject } from '../json/index.ts';
import { type ReadOptions, readMembers } from '../resource/index.ts';
import type { Json } from '../resource/types.ts';
import { targetName } from '../schema/index.ts';
import type { AttributeTarget } from '../schema/types.ts';
import { checkOperation } from './refusals.ts';
import type { PatchState, Step } from './state.ts';
import type { MemberChange } from './types.ts';

/** @throws ScimError `invalidValue`, `mutability`, `invalidFilter`, `payloadTooLarge`. */
export function applyToMembers(
  state: PatchState,
  step: Step,
  target: AttributeTarget,
  filter: Filter | undefined,
): void {
  checkOperation(step.op, target);
  const change =
    filter === undefined
      ? wholeChange(step, target, state.options)
      : filteredChange(step, target, resolveElementFilter(filter, target.attribute), state.options);
  if (change !== undefined) state.members.push(change);
}

/** A change without a filter; undefined when there is nothing to do. */
function wholeChange(
  { op, value = null }: Step,
  target: AttributeTarget,
  options: ReadOptions,
): MemberChange | undefined {
  if (target.sub !== undefined) throw elementsAreFixed(target);
  if (value === null) return op === 'add' ? undefined : { kind: 'removeAll' };
  const members = readMembers(value, options);
  if (op === 'replace') return { kind: 'replace', members };
  if (op === 'remove') options.note('remove-listed', target.attribute.name);
  if (members.length === 0) return undefined;
  if (op === 'add') return { kind: 'add', members };
  return { kind: 'remove', values: members.map((member) => member.value) };
}

function filteredChange(
  { op, value = null }: Step,
  target: AttributeTarget,
  filter: ElementFilter,
  options: ReadOptions,
): MemberChange | undefined {
  const values = namedValues(filter);
  const removes = op === 'remove' || (op === 'replace' && value === null);
  if (removes && target.sub === undefined) {
    if (values === undefined) return { kind: 'removeMatching', filter };
    return { kind: 'remove', values };
  }
  if (op === 'add' && value === null) return undefined;
  return sameMember(op, value, target, values, options);
}

/**
 * A member's sub-attributes never change. So the value can only say again what the filter says;
 * then there is nothing to replace, and `add` adds that member unless it is there.
 */
function sameMember(
  op: Step['op'],
  value: Json,
  target: AttributeTarget,
  values: readonly string[] | undefined,
  options: ReadOptions,
): MemberChange | undefined {
  const { sub } = target;
  if (values?.length !== 1 || (sub !== undefined && sub.name !== 'value')) {
    throw elementsAreFixed(target);
  }
  const whole = sub === undefined ? value : { value };
  const members = isObject(whole) ? readMembers([whole], options) : [];
  if (members[0]?.value !== values[0]) throw elementsAreFixed(target);
  return op === 'add' ? { kind: 'add', members } : undefined;
}

/** The ids of a filter that is `value eq "…"`, or an `or` of such; undefined for any other. */
function namedValues(filter: ElementFilter): readonly string[] | undefined {
  if (filter.kind === 'compare') {
    const { sub, operator, key } = filter;
    const names = sub.name === 'value' && sub.caseExact && operator === 'eq';
    return names && typeof key === 'string' ? [key] : undefined;
  }
  if (filter.kind !== 'or') return undefined;
  const values: string[] = [];
  for (const term of filter.terms) {
    const named = namedValues(term);
    if (named === undefined) return undefined;
    values.push(...named);
  }
  return values;
}

function elementsAreFixed(target: AttributeTarget): ScimError {
  return new ScimError(
    'mutability',
    `${targetName(target)}: a member cannot be changed. Remove it, and add another with the ` +
      `path "${target.attribute.name}".`,
  );
}

/** A run of removes becomes one: Okta sends an operation for each member. */
export function joinRemoves(changes: readonly MemberChange[]): readonly MemberChange[] {
  const joined: MemberChange[] = [];
  let run: Set<string> | undefined;
  for (const change of changes) {
    if (change.kind === 'remove') {
      run ??= new Set();
      for (const value of change.values) run.add(value);
      continue;
    }
    if (run !== undefined) joined.push({ kind: 'remove', values: [...run] });
    run = undefined;
    joined.push(change);
  }
  if (run !== undefined) joined.push({ kind: 'remove', values: [...run] });
  return joined;
}
