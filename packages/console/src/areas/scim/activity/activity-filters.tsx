import { Button, Checkbox, Collapse, Group, Select, SimpleGrid, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { connectionsQuery } from '../connections.ts';
import { FilterText } from './filter-text.tsx';
import { type ActivitySearch, isFiltered, METHODS } from './search.ts';
import { useTokenNames } from './use-tokens.ts';

interface FiltersProps {
  readonly search: ActivitySearch;
  /** Changes some of it; an undefined value takes a filter away. */
  readonly onChange: (changes: Readonly<Record<string, string | boolean | undefined>>) => void;
  readonly onClear: () => void;
}

const SPANS = [
  { value: '1h', label: 'Last hour' },
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
];
const STATUSES = [
  { value: 'failed', label: 'Only errors' },
  { value: '2xx', label: '2xx: done' },
  { value: '4xx', label: '4xx: refused' },
  { value: '5xx', label: '5xx: service failed' },
];

/** What is looked for; it stands in the address, so that a view can be sent to somebody. */
export function ActivityFilters({ search, onChange, onClear }: FiltersProps) {
  const { user, group, token, method, notes, connection } = search;
  const isMoreSet = [user, group, token, method, notes, connection].some(
    (one) => one !== undefined,
  );
  const [isOpen, more] = useDisclosure(isMoreSet);
  const { tokens } = useTokenNames();
  const { data: connections = [] } = useQuery(connectionsQuery);
  const pick = (name: string) => (value: string | null) => onChange({ [name]: value ?? undefined });
  return (
    <Stack gap="xs" role="search" aria-label="Filters of the log">
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="xs">
        <FilterText
          label="Text"
          placeholder="Path, error, note or client"
          value={search.text}
          onChange={(text) => onChange({ text })}
        />
        <Select
          label="When"
          placeholder="Any time"
          clearable
          data={SPANS}
          value={search.since ?? null}
          onChange={pick('since')}
        />
        <Select
          label="Status"
          placeholder="Any status"
          clearable
          data={STATUSES}
          value={search.status ?? null}
          onChange={pick('status')}
        />
      </SimpleGrid>
      <Collapse expanded={isOpen}>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="xs">
          <FilterText
            label="User"
            placeholder="userName or id"
            value={user}
            onChange={(text) => onChange({ user: text })}
          />
          <FilterText
            label="Group"
            placeholder="Name or id"
            value={group}
            onChange={(text) => onChange({ group: text })}
          />
          <Select
            label="Method"
            placeholder="Any method"
            clearable
            data={[...METHODS]}
            value={method ?? null}
            onChange={pick('method')}
          />
          <Select
            label="Token"
            placeholder="Any token"
            clearable
            searchable
            data={tokens.map(({ id, name }) => ({ value: id, label: name }))}
            value={token ?? null}
            onChange={pick('token')}
          />
          {connections.length > 1 && (
            <Select
              label="Connection"
              placeholder="Any connection"
              clearable
              data={connections.map(({ id, name }) => ({ value: id, label: name }))}
              value={connection ?? null}
              onChange={pick('connection')}
            />
          )}
          <Checkbox
            mt={{ base: 0, xs: 30 }}
            label="Only with notes"
            description="Something was tolerated or left out"
            checked={notes === true}
            onChange={(event) => onChange({ notes: event.currentTarget.checked || undefined })}
          />
        </SimpleGrid>
      </Collapse>
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconAdjustmentsHorizontal size={16} />}
          onClick={more.toggle}
          aria-expanded={isOpen}
        >
          {isOpen ? 'Fewer filters' : 'More filters'}
        </Button>
        {isFiltered(search) && (
          <Button size="compact-sm" variant="subtle" onClick={onClear}>
            Clear all filters
          </Button>
        )}
      </Group>
    </Stack>
  );
}
