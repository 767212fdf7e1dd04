import { List, Text } from '@mantine/core';
import { DIALECT_ENTRIES, type DialectEntry } from '@rollcall/scim';
import type { Explanation } from './types.ts';

const ENTRIES: Readonly<Record<string, DialectEntry>> = DIALECT_ENTRIES;

/** What was tolerated or left out: which part of the standard it bends, and for whom. */
export function NoteList({ notes }: Pick<Explanation, 'notes'>) {
  return (
    <>
      <Text size="sm" mb="xs">
        The request was taken although it is not quite what the standard says, or a part of it was
        left out:
      </Text>
      <List size="sm" spacing="xs">
        {notes.map(({ entry, subject, title, section }) => (
          <List.Item key={`${entry} ${subject}`}>
            {title}
            {subject === '' ? '' : `: ${subject}`}
            <Text size="xs" c="dimmed">
              {section === undefined ? '' : `Bends ${section}`}
              {neededBy(entry)}
            </Text>
          </List.Item>
        ))}
      </List>
    </>
  );
}

function neededBy(entry: string): string {
  const known = Object.hasOwn(ENTRIES, entry) ? ENTRIES[entry] : undefined;
  if (known === undefined) return '';
  const refused = known.strict === 'refused' ? '. A strict connection refuses it' : '';
  return `, for ${known.neededBy.join(', ')}${refused}.`;
}
