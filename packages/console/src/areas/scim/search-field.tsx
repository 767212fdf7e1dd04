import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useSearchText } from '../../components/use-search-text.ts';

/** While somebody types, the list waits for a pause of so many milliseconds. */
const PAUSE_MS = 80;

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onSearch: (text: string) => void;
}

/** Looks for what something begins with; the search is in the address of the page. */
export function SearchField({ label, placeholder, value, onSearch }: SearchFieldProps) {
  const { text, change } = useSearchText(value, onSearch, PAUSE_MS);
  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      leftSection={<IconSearch size={16} />}
      rightSection={
        text === '' ? null : (
          <CloseButton size="sm" aria-label="Clear the search" onClick={() => change('')} />
        )
      }
      flex="1 1 14rem"
      maxLength={200}
      type="search"
      autoComplete="off"
    />
  );
}
