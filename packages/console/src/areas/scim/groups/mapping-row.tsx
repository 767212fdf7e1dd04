import { Box, Checkbox, NativeSelect } from '@mantine/core';
import type { EntryPoint, Role } from '../../../api/access.ts';
import classes from './mapping-row.module.css';

interface MappingRowProps {
  readonly entryPoint: EntryPoint;
  /** Lowest first. */
  readonly roles: readonly Role[];
  /** Its key; null when the group gives nothing here. */
  readonly role: string | null;
  readonly onChange: (role: string | null) => void;
}

/** Whether a group gives a role on one entry point, and which. */
export function MappingRow({ entryPoint, roles, role, onChange }: MappingRowProps) {
  const { name, description } = entryPoint;
  return (
    <Box className={classes.row}>
      <Checkbox
        label={<bdi>{name}</bdi>}
        description={description}
        checked={role !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? (roles[0]?.key ?? null) : null)}
        miw={0}
      />
      <NativeSelect
        aria-label={`Role on ${name}`}
        disabled={role === null}
        value={role ?? ''}
        data={[
          ...(role === null ? [{ value: '', label: 'No role' }] : []),
          ...roles.map(({ key, name: label }) => ({ value: key, label })),
        ]}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </Box>
  );
}
