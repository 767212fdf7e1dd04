import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';

interface SearchBoxProps {
  readonly label: string;
  /** What is searched for now, as the address of the page says it. */
  readonly value: string;
  readonly onSearch: (text: string) => void;
}

/** After the last letter, milliseconds. */
const WAIT_MS = 250;

/** Searches when the typing pauses. */
export function SearchBox({ label, value, onSearch }: SearchBoxProps) {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const send = useDebouncedCallback((next: string) => {
    sent.current = next;
    onSearch(next);
  }, WAIT_MS);
  // Going back in the browser changes it from outside.
  useEffect(() => {
    if (value !== sent.current) setText(value);
    sent.current = value;
  }, [value]);
  function change(next: string) {
    setText(next);
    send(next.trim());
  }
  return (
    <TextInput
      label={label}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      leftSection={<IconSearch size={16} />}
      rightSection={
        text === '' ? null : (
          <CloseButton size="sm" aria-label="Clear the search" onClick={() => change('')} />
        )
      }
      maxLength={200}
      autoComplete="off"
      spellCheck={false}
      flex="2 1 16rem"
      miw={0}
    />
  );
}
