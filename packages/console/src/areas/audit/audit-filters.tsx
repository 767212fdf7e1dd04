import { Group, TextInput } from '@mantine/core';
import { ChoiceFilter } from '../../components/choice-filter.tsx';
import { SearchBox } from '../../components/search-box.tsx';
import type { AuditSearch } from './routes.tsx';
import { ACTION_GROUPS } from './words.ts';

interface AuditFiltersProps {
  readonly search: AuditSearch;
  readonly onChange: (
    change: {
      readonly [K in keyof AuditSearch]?: AuditSearch[K] | undefined;
    },
  ) => void;
}

/** What the log is looked through by. */
export function AuditFilters({ search, onChange }: AuditFiltersProps) {
  const { since, until, actor, action, subject, text } = search;
  const group = ACTION_GROUPS.find(([key]) => action === key || action?.startsWith(`${key}.`));
  return (
    <Group gap="sm" align="flex-end">
      <Day label="From" value={since} onChange={(day) => onChange({ since: day })} />
      <Day label="Until" value={until} onChange={(day) => onChange({ until: day })} />
      <ChoiceFilter
        label="About"
        value={group?.[0]}
        choices={ACTION_GROUPS}
        all="Everything"
        onChange={(key) => onChange({ action: key })}
      />
      <SearchBox
        label="By (address, or name of a token)"
        value={actor ?? ''}
        onSearch={(value) => onChange({ actor: value || undefined })}
      />
      <SearchBox
        label="Of (name, address or id)"
        value={subject ?? ''}
        onSearch={(value) => onChange({ subject: value || undefined })}
      />
      <SearchBox
        label="Text in the detail"
        value={text ?? ''}
        onSearch={(value) => onChange({ text: value || undefined })}
      />
    </Group>
  );
}

interface DayProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (day: string | undefined) => void;
}

/** A day, in UTC as the log is. */
function Day({ label, value, onChange }: DayProps) {
  return (
    <TextInput
      type="date"
      label={`${label} (UTC)`}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
      flex="1 1 9rem"
      miw={0}
    />
  );
}
