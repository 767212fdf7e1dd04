import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';

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
  const [text, setText] = useState(value);
  const tell = useDebouncedCallback(onChange, PAUSE_MS);
  useEffect(() => setText(value), [value]);
  return (
    <TextInput
      label={label}
      placeholder={placeholder}
      value={text}
      maxLength={200}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        tell(typed.trim() === '' ? undefined : typed.trim());
      }}
    />
  );
}
