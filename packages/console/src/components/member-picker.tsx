import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from '../api/call.ts';
import type { Member } from '../api/types.ts';
import { nameOf } from './person-name.tsx';
import { SearchBox } from './search-box.tsx';

interface MemberPickerProps {
  readonly label: string;
  /** On the button beside each one found: a verb. */
  readonly action: string;
  /** Those that are chosen already. */
  readonly taken: ReadonlySet<string>;
  readonly onPick: (member: Member) => Promise<unknown>;
}

/** Found at most; who looks for more types more letters. */
const FOUND_MAX = 8;

/** Finds members by how their name or address begins, and picks some. */
export function MemberPicker({ label, action, taken, onPick }: MemberPickerProps) {
  const [search, setSearch] = useState('');
  const [busy, setBusy] = useState<string>();
  const found = useQuery({
    queryKey: ['members', 'picker', search],
    queryFn: ({ signal }) =>
      get<{ members: readonly Member[] }>('/members', {
        query: { search, limit: FOUND_MAX },
        signal,
      }),
    enabled: search !== '',
  });

  async function pick(member: Member) {
    setBusy(member.id);
    await onPick(member).finally(() => setBusy(undefined));
  }

  return (
    <Stack gap="xs">
      <Group>
        <SearchBox label={label} value={search} onSearch={setSearch} />
      </Group>
      {found.data?.members.map((member) => (
        <Group key={member.id} justify="space-between" wrap="nowrap" gap="xs">
          <Stack gap={0} miw={0}>
            <Text size="sm" truncate title={nameOf(member)} dir="auto">
              {nameOf(member)}
            </Text>
            <Text size="xs" c="dimmed" truncate>
              {member.email}
              {!member.active && ' · deactivated'}
            </Text>
          </Stack>
          <Button
            size="xs"
            variant="default"
            flex="none"
            loading={busy === member.id}
            disabled={taken.has(member.id)}
            onClick={() => void pick(member)}
            aria-label={`${taken.has(member.id) ? 'Is in it' : action} ${nameOf(member)}`}
          >
            {taken.has(member.id) ? 'Is in it' : action}
          </Button>
        </Group>
      ))}
      {found.data?.members.length === 0 && (
        <Text size="sm" c="dimmed">
          Nobody's name or address begins so.
        </Text>
      )}
    </Stack>
  );
}
