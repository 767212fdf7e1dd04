import { Alert, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { EXPIRATIONS, type Expiration, endOf, expirationProblem } from './expirations.ts';

const dated = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' });

interface ExpirationFieldProps {
  readonly value: Expiration;
  readonly onChange: (value: Expiration) => void;
  readonly error: string | undefined;
}

/** How long a token is good, and what happens then. */
export function ExpirationField({ value, onChange, error }: ExpirationFieldProps) {
  return (
    <Stack gap="xs">
      <Select
        label="Expiration"
        data={EXPIRATIONS}
        value={value.choice}
        onChange={(choice) => onChange({ ...value, choice: choice ?? value.choice })}
        allowDeselect={false}
        comboboxProps={{ withinPortal: true }}
      />
      {value.choice === 'date' && (
        <TextInput
          type="date"
          label="Expires at the end of"
          value={value.date}
          onChange={(event) => onChange({ ...value, date: event.currentTarget.value })}
          error={error}
          required
        />
      )}
      <Alert color="yellow" variant="light" icon={<IconAlertTriangle />} py="xs">
        <Text size="sm">{warning(value)}</Text>
      </Alert>
    </Stack>
  );
}

function warning(value: Expiration): string {
  if (value.choice === 'never') {
    return 'It works until somebody revokes it. Whoever finds it can use it all that time: a token that expires is safer.';
  }
  const end = expirationProblem(value) === null ? endOf(value) : null;
  const when = end === null ? 'When it expires' : `On ${dated.format(new Date(end))} it expires:`;
  return `${when} the integration fails until a new token is configured in the identity provider. Org Admins are mailed 30, 7 and 1 days before.`;
}
