import { TextInput } from '@mantine/core';
import { useSearchText } from '../../../components/use-search-text.ts';

/** Typing pauses so long before it is looked for, milliseconds. */
const PAUSE_MS = 400;

interface FilterTextProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string | undefined;
  /** Undefined when it is empty. */
  readonly onChange: (value: string | undefined) => void;
}

/** A text to look for, once somebody stops typing. */
export function FilterText({ label, placeholder, value = '', onChange }: FilterTextProps) {
  const tell = (typed: string) => onChange(typed === '' ? undefined : typed);
  const { text, change } = useSearchText(value, tell, PAUSE_MS);
  return (
    <TextInput
      label={label}
      placeholder={placeholder}
      value={text}
      maxLength={200}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}
