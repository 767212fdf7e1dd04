import { NativeSelect } from '@mantine/core';

interface ChoiceFilterProps<V extends string> {
  readonly label: string;
  /** Undefined when it does not matter. */
  readonly value: V | undefined;
  readonly choices: readonly (readonly [V, string])[];
  /** Of the choice that lets everything through. */
  readonly all?: string;
  readonly onChange: (value: V | undefined) => void;
}

/** One of a few values, or all. */
export function ChoiceFilter<V extends string>(props: ChoiceFilterProps<V>) {
  const { label, value, choices, all = 'All', onChange } = props;
  return (
    <NativeSelect
      label={label}
      value={value ?? ''}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        onChange(choices.find(([one]) => one === chosen)?.[0]);
      }}
      data={[
        { value: '', label: all },
        ...choices.map(([one, text]) => ({ value: one, label: text })),
      ]}
      flex="1 1 8rem"
      miw={0}
    />
  );
}
