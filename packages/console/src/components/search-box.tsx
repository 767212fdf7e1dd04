import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useSearchText } from './use-search-text.ts';

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
  const { text, change } = useSearchText(value, onSearch, WAIT_MS);
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
