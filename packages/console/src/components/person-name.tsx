import { Stack, Text } from '@mantine/core';
import { path } from '../api/call.ts';
import { PathLink } from './path-link.tsx';

interface Person {
  readonly id: string;
  readonly displayName: string | null;
  readonly email: string | null;
}

/** What somebody is called: by name, else by address. */
export function nameOf({ displayName, email }: Pick<Person, 'displayName' | 'email'>): string {
  return displayName ?? email ?? 'No name known';
}

/** A member in a list: name and address, each on one line, with a link to their page. */
export function PersonName({ person }: { readonly person: Person }) {
  const name = nameOf(person);
  return (
    <Stack gap={0} miw={0}>
      <PathLink
        to={path`/administration/users/${person.id}`}
        truncate
        size="sm"
        fw={500}
        title={name}
        dir="auto"
      >
        {name}
      </PathLink>
      {person.displayName !== null && (
        <Text size="xs" c="dimmed" truncate title={person.email ?? ''}>
          {person.email ?? 'No address'}
        </Text>
      )}
    </Stack>
  );
}
