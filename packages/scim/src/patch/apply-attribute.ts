/** Operations on attributes other than `members` and `schemas`. */
import { ScimError } from '../errors.ts';
import type { Filter } from '../filter/ast.ts';
import { evaluateElement, resolveElementFilter } from '../filter/index.ts';
import type { ElementFilter } from '../filter/resolved.ts';
import type { Json } from '../resource/types.ts';
import { targetName } from '../schema/index.ts';
import type { AttributeTarget } from '../schema/types.ts';
import { readBooleanStrings } from './boolean-strings.ts';
import { createElement } from './create-element.ts';
import { printable } from './describe.ts';
import type { Edit } from './edit.ts';
import { asElements, checkCount, isPrimary, replaceElements, withoutPrimary } from './elements.ts';
import { editSub, readEdit, readElementEdit } from './read-edit.ts';
import {
  checkImmutable,
  checkImmutableSubs,
  checkOperation,
  noTarget,
  required,
} from './refusals.ts';
import type { PatchState, Step } from './state.ts';

/**
 * Applies an operation to an attribute, to a sub-attribute, or to the elements that a filter finds.
 *
 * @throws ScimError `mutability`, `noTarget`, `invalidValue`, `invalidFilter`, `invalidPath`.
 */
export function applyToAttribute(
  state: PatchState,
  step: Step,
  target: AttributeTarget,
  filter: Filter | undefined,
): void {
  checkOperation(step.op, target);
  const { attribute, sub } = target;
  if (filter !== undefined && !attribute.multiValued) {
    throw new ScimError(
      'invalidPath',
      `${attribute.name} has a single value, so a filter in [ ] makes no sense. Leave it out.`,
    );
  }
  const before = state.copy.read(target);
  if (attribute.multiValued) state.budget.charge(asElements(before), filter);
  let after: Json | undefined;
  if (attribute.multiValued && (filter !== undefined || sub !== undefined)) {
    after = applyToElements(state, step, target, filter, asElements(before));
  } else {
    after = applyToWhole(state, step, target, before);
  }
  checkImmutable(target, before, after);
  state.copy.write(target, after);
}

function applyToWhole(
  { options }: PatchState,
  step: Step,
  target: AttributeTarget,
  before: Json | undefined,
): Json | undefined {
  const { attribute, sub } = target;
  const edit = guardRequired(step, target, readEdit(step, target, options));
  const after = (sub === undefined ? edit : editSub(target, sub, edit))(before);
  if (!attribute.multiValued) checkImmutableSubs(target, before, after);
  return after;
}

/** RFC 7644 §3.5.2.2: a required attribute cannot be unassigned. */
function guardRequired({ op }: Step, target: AttributeTarget, edit: Edit): Edit {
  if (!(target.sub ?? target.attribute).required) return edit;
  return (before) => {
    const after = edit(before);
    if (after === undefined && (before !== undefined || op === 'remove')) throw required(target);
    return after;
  };
}

function applyToElements(
  state: PatchState,
  step: Step,
  target: AttributeTarget,
  given: Filter | undefined,
  elements: readonly Json[],
): Json | undefined {
  const { options } = state;
  const filter = given && readBooleanStrings(given, target, options);
  const resolved = filter && resolveElementFilter(filter, target.attribute);
  const edit = elementEdit(state, step, target);
  const after: (Json | undefined)[] = [...elements];
  const touched: number[] = [];
  elements.forEach((element, index) => {
    if (resolved !== undefined && !evaluateElement(resolved, element)) return;
    after[index] = edit(element);
    touched.push(index);
  });
  if (touched.length === 0) {
    if (!createsOnMiss(state, step, target, filter)) return unassignedIfNone(elements);
    after.push(missing(state, step, target, filter, resolved));
    touched.push(after.length - 1);
    checkCount(target, after.length, options.limits);
  }
  return replaceElements(elements, onePrimary(target, after, touched));
}

/** How one element changes. Immutable sub-attributes stay, unless the element goes as a whole. */
function elementEdit({ options }: PatchState, step: Step, target: AttributeTarget): Edit {
  const { attribute, sub } = target;
  if (sub === undefined && step.op !== 'add') return readElementEdit(step, attribute, options);
  const edit =
    sub === undefined
      ? readElementEdit(step, attribute, options)
      : editSub(target, sub, guardRequired(step, target, readEdit(step, target, options)));
  return (before) => {
    const after = edit(before);
    checkImmutableSubs(target, before, after);
    return after;
  };
}

/**
 * Whether an operation that found no element makes one. A remove has nothing to do then, nor has
 * an `add` of null; a `replace` makes one only on a tolerant connection.
 *
 * @throws ScimError `noTarget`.
 */
function createsOnMiss(
  { options }: PatchState,
  { op, value }: Step,
  target: AttributeTarget,
  filter: Filter | undefined,
): boolean {
  if (op === 'remove' || (op === 'add' && value === null)) return false;
  if (filter === undefined) {
    throw noTarget(target, 'there is no value to change yet. Add one with its value first.');
  }
  if (op === 'add') return true;
  if (options.mode === 'strict') {
    throw noTarget(target, `no value matches ${printable(filter)}. Use "add" to create one.`);
  }
  return value !== null;
}

function missing(
  { options }: PatchState,
  step: Step,
  target: AttributeTarget,
  filter: Filter | undefined,
  resolved: ElementFilter | undefined,
): Json {
  if (filter === undefined || resolved === undefined) throw new Error('A filter is needed here.');
  if (step.op === 'replace') {
    options.note('create-on-replace', targetName(target));
  }
  const { attribute, sub } = target;
  // The value was read once already: noting the same tolerances again would double them.
  const quiet = { ...options, note: () => {} };
  const adding: Step = { ...step, op: 'add' };
  const edit =
    sub === undefined
      ? readElementEdit(adding, attribute, quiet)
      : editSub(target, sub, readEdit(adding, target, quiet));
  return createElement(target, filter, resolved, edit, options);
}

/** RFC 7644 §3.5.2: a value that becomes primary takes that from the others. */
function onePrimary(
  target: AttributeTarget,
  after: readonly (Json | undefined)[],
  touched: readonly number[],
): readonly Json[] {
  const primaries = touched.filter((index) => isPrimary(after[index]));
  if (primaries.length > 1) {
    throw new ScimError(
      'invalidValue',
      `${targetName({ ...target, sub: undefined })}: ${primaries.length} values would become ` +
        'primary; at most one may be. Narrow the filter.',
    );
  }
  const only = primaries[0];
  const elements: Json[] = [];
  after.forEach((element, index) => {
    if (element === undefined) return;
    elements.push(only === undefined || index === only ? element : withoutPrimary(element));
  });
  return elements;
}

function unassignedIfNone(elements: readonly Json[]): Json | undefined {
  return elements.length === 0 ? undefined : elements;
}
