import { Text } from '@mantine/core';
import classes from './change-detail.module.css';

/** One thing that changed; `was` or `is` is undefined where there was or is none. */
interface Difference {
  readonly name: string;
  readonly was: unknown;
  readonly is: unknown;
}

/** From what to what, name by name; what else is known of the change below. */
export function ChangeDetail({ detail }: { readonly detail: unknown }) {
  if (detail === null) {
    return (
      <Text size="xs">
        The detail was erased with the person it was about. That there was a change remains.
      </Text>
    );
  }
  const differences = differencesOf(detail);
  if (differences.length === 0) return <Text size="xs">There is no more to it.</Text>;
  return (
    <dl className={classes.detail}>
      {differences.map(({ name, was, is }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {was !== undefined && <del>{shown(was)}</del>}
            {was !== undefined && is !== undefined && ' → '}
            {is !== undefined && <ins>{shown(is)}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function differencesOf(detail: unknown): Difference[] {
  if (!isObject(detail)) return [{ name: 'Value', was: undefined, is: detail }];
  const { old: was, new: is, ...others } = detail;
  const changed =
    isObject(was) || isObject(is)
      ? namesIn(was, is).map((name) => ({ name, was: at(was, name), is: at(is, name) }))
      : was === undefined && is === undefined
        ? []
        : [{ name: 'Value', was, is }];
  const rest = Object.entries(others).map(([name, value]) => ({
    name,
    was: undefined,
    is: value,
  }));
  return [...changed, ...rest];
}

function namesIn(...values: readonly unknown[]): string[] {
  return [...new Set(values.flatMap((value) => (isObject(value) ? Object.keys(value) : [])))];
}

function at(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  if (value === null) return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value) && value.length === 0) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
