import { Alert, Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { entryPointsQuery, type Grant, grantsQuery, rolesQuery } from '../api/access.ts';
import { path, put, remove } from '../api/call.ts';
import { EmptyState } from './empty-state.tsx';
import { ErrorNotice } from './error-notice.tsx';
import { QueryView } from './query-view.tsx';
import { tell } from './tell.ts';

interface EntryPointRolesProps {
  readonly subject: Grant['subject'];
  /** On the button that saves: Update Group. */
  readonly action: string;
  /** What follows from a role here, in a sentence. */
  readonly effect: string;
}

/** By key of the entry point, the key of the role; empty for none. */
type Chosen = Readonly<Record<string, string>>;

/** Which role a member or a group is given itself, entry point by entry point; saved all at once. */
export function EntryPointRoles({ subject, action, effect }: EntryPointRolesProps) {
  const entryPoints = useQuery(entryPointsQuery);
  const roles = useQuery(rolesQuery);
  const grants = useQuery(grantsQuery(subject.id));
  const client = useQueryClient();
  const [chosen, setChosen] = useState<Chosen>({});
  const [error, setError] = useState<Error>();
  const [isBusy, setBusy] = useState(false);
  const present = new Map(grants.data?.map((grant) => [grant.entryPoint, grant]));
  const changes = Object.entries(chosen).filter(
    ([entryPoint, role]) => role !== (present.get(entryPoint)?.role ?? ''),
  );

  async function save() {
    setBusy(true);
    setError(undefined);
    try {
      for (const [entryPoint, role] of changes) {
        const grant = present.get(entryPoint);
        if (role !== '') await put('/grants', { entryPoint, role, subject });
        else if (grant !== undefined) await remove(path`/grants/${grant.id}`);
      }
      tell(`${changes.length === 1 ? 'One role' : `${changes.length} roles`} changed.`);
      setChosen({});
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)));
    } finally {
      // Some may have been saved before one failed.
      await Promise.all(
        ['grants', 'permissions', 'holders', 'me'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      );
      setBusy(false);
    }
  }

  return (
    <QueryView query={grants}>
      {() =>
        entryPoints.data?.length === 0 ? (
          <EmptyState title="There are no entry points yet">
            An entry point is a part of the application that people are given a role on. Whoever
            runs the service defines them; ask them to.
          </EmptyState>
        ) : (
          <Stack gap="sm">
            {entryPoints.data?.map(({ key, name, description }) => (
              <Group key={key} justify="space-between" gap="xs" wrap="wrap">
                <Stack gap={0} miw={0} flex="1 1 12rem">
                  <Text size="sm" fw={500} truncate title={name} dir="auto">
                    {name}
                  </Text>
                  {description !== null && (
                    <Text size="xs" c="dimmed" lineClamp={2} dir="auto">
                      {description}
                    </Text>
                  )}
                </Stack>
                <NativeSelect
                  aria-label={`Role on ${name}`}
                  w={{ base: '100%', xs: 200 }}
                  value={chosen[key] ?? present.get(key)?.role ?? ''}
                  onChange={(event) => {
                    const role = event.currentTarget.value;
                    setChosen((old) => ({ ...old, [key]: role }));
                  }}
                  data={[
                    { value: '', label: 'No role' },
                    ...(roles.data ?? []).map((role) => ({ value: role.key, label: role.name })),
                  ]}
                />
              </Group>
            ))}
            {changes.length > 0 && (
              <Alert variant="light" title={`${changes.length} not saved yet`}>
                {effect}
              </Alert>
            )}
            {error !== undefined && <ErrorNotice error={error} />}
            <Group gap="xs">
              <Button onClick={() => void save()} loading={isBusy} disabled={changes.length === 0}>
                {action}
              </Button>
              {changes.length > 0 && (
                <Button variant="default" onClick={() => setChosen({})}>
                  Discard
                </Button>
              )}
            </Group>
          </Stack>
        )
      }
    </QueryView>
  );
}
