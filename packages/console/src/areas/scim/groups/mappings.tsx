import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { entryPointsQuery, rolesQuery } from '../../../api/access.ts';
import { patch, path } from '../../../api/call.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { tell } from '../../../components/tell.ts';
import { Card } from '../card.tsx';
import { MappingRow } from './mapping-row.tsx';
import { effectOf, saidOf } from './mapping-words.ts';
import type { MappingChange, ShownGroup } from './types.ts';

/** From so many on, entry points can be looked for. */
const MANY = 12;

/** Which role a group gives on which entry point (walkthrough 4.5). */
export function Mappings({ group }: { readonly group: ShownGroup }) {
  const { data: entryPoints } = useQuery(entryPointsQuery);
  const { data: roles } = useQuery(rolesQuery);
  const present = new Map(group.grants.map(({ entryPoint, role }) => [entryPoint, role]));
  const [wanted, setWanted] = useState<ReadonlyMap<string, string | null>>(new Map());
  const [filter, setFilter] = useState('');
  const words = { entryPoints: entryPoints ?? [], roles: roles ?? [], group };
  const save = useSave(group, (changed) => tell(saidOf(changed, words)));
  if (entryPoints === undefined || roles === undefined) return null;

  const changes = [...wanted]
    .map(([entryPoint, after]) => ({ entryPoint, before: present.get(entryPoint) ?? null, after }))
    .filter(({ before, after }) => before !== after);
  const shown = entryPoints.filter(({ name, key }) =>
    `${name} ${key}`.toLowerCase().includes(filter.toLowerCase()),
  );

  return (
    <Stack mt="md">
      <Card title="Entry Point Mappings">
        <Text size="sm" c="dimmed">
          An entry point is a part of the application. Tick those that everybody in this group gets
          into, and choose as what. A role includes all before it in the list; who has several roles
          on one entry point has the highest.
        </Text>
        {entryPoints.length === 0 ? (
          <EmptyState title="There are no entry points yet">
            Whoever runs the application defines its entry points. Ask them, then come back.
          </EmptyState>
        ) : (
          <Stack gap={0} role="group" aria-label="Entry points">
            {entryPoints.length > MANY && (
              <TextInput
                mb="xs"
                aria-label="Find an entry point"
                placeholder="Find an entry point"
                value={filter}
                onChange={(event) => setFilter(event.currentTarget.value)}
              />
            )}
            {shown.map((entryPoint) => {
              const { key } = entryPoint;
              const role = wanted.has(key) ? (wanted.get(key) ?? null) : (present.get(key) ?? null);
              return (
                <MappingRow
                  key={key}
                  entryPoint={entryPoint}
                  roles={roles}
                  role={role}
                  onChange={(next) => setWanted((old) => new Map(old).set(key, next))}
                />
              );
            })}
          </Stack>
        )}
        {changes.length > 0 && (
          <Alert color="blue" title="What happens when you update">
            <Stack gap={4}>
              {changes.map((change) => (
                <Text key={change.entryPoint} size="sm">
                  {effectOf(change, words)}
                </Text>
              ))}
            </Stack>
          </Alert>
        )}
        {save.error !== null && <ErrorNotice error={save.error} />}
        <Group gap="xs">
          <Button
            disabled={changes.length === 0}
            loading={save.isPending}
            onClick={() => save.mutate(changes)}
          >
            Update Group
          </Button>
          {changes.length > 0 && (
            <Button variant="default" onClick={() => setWanted(new Map())}>
              Discard changes
            </Button>
          )}
        </Group>
      </Card>
    </Stack>
  );
}

function useSave({ id }: ShownGroup, onSaved: (changed: readonly MappingChange[]) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (changes: readonly MappingChange[]) =>
      patch<{ changed: readonly MappingChange[] }>(path`/scim/groups/${id}/mappings`, {
        changes: changes.map(({ entryPoint, after }) => ({ entryPoint, role: after })),
      }),
    async onSuccess({ changed }) {
      // First: when the group is read again, the form begins anew.
      onSaved(changed);
      const touched = [['scim', 'groups'], ['scim', 'timeline'], ['grants'], ['members']];
      await Promise.all(touched.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
  });
}
