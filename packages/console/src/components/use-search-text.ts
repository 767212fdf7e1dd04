/** The text of a search field: what is typed, and what the address of the page says. */
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';

/**
 * @param value What is searched for now; where it changes from outside, the text follows.
 * @param onSearch Called with what was typed, trimmed, when the typing pauses.
 * @param pauseMs After the last letter, milliseconds.
 */
export function useSearchText(value: string, onSearch: (text: string) => void, pauseMs: number) {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const send = useDebouncedCallback((next: string) => {
    sent.current = next;
    onSearch(next);
  }, pauseMs);
  useEffect(() => {
    if (value !== sent.current) setText(value);
    sent.current = value;
  }, [value]);
  function change(next: string) {
    setText(next);
    send(next.trim());
  }
  return { text, change };
}
