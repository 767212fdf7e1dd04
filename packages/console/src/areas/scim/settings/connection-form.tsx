import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import type { Connection } from '../connections.ts';
import { brakesQuery } from '../held/held-types.ts';
import { BrakeSection } from './brake-section.tsx';
import { changesOf, type Draft } from './draft.ts';
import { GroupsSection } from './groups-section.tsx';
import { PeopleSection } from './people-section.tsx';
import { ProviderSection } from './provider-section.tsx';
import { SaveBar } from './save-bar.tsx';

/** All settings of a connection; one button saves what was changed. */
export function ConnectionForm({ connection }: { readonly connection: Connection }) {
  const [changed, setChanged] = useState<Partial<Draft>>({});
  const { data: brakes } = useQuery(brakesQuery);
  const brake = brakes?.find(({ id }) => id === connection.id);
  const draft: Draft = { ...connection, ...changed };
  const changes = changesOf(connection, draft);
  const leaving = useBlocker({
    shouldBlockFn: () => changes.length > 0,
    enableBeforeUnload: changes.length > 0,
    withResolver: true,
  });
  const form = {
    connection,
    draft,
    onChange: (more: Partial<Draft>) => setChanged((old) => ({ ...old, ...more })),
  };
  return (
    <Stack gap="xl" pb={changes.length > 0 ? 'xl' : 0}>
      <ProviderSection {...form} />
      <PeopleSection {...form} />
      <GroupsSection {...form} />
      <BrakeSection {...form} brake={brake} />
      {changes.length > 0 && (
        <SaveBar
          connection={connection}
          draft={draft}
          changes={changes}
          brake={brake}
          onUndo={() => setChanged({})}
        />
      )}
      <ConfirmDialog
        opened={leaving.status === 'blocked'}
        onClose={() => leaving.reset?.()}
        title="Leave without saving?"
        action="Leave"
        onConfirm={async () => leaving.proceed?.()}
      >
        What you have changed here is not saved, and is lost when you leave.
      </ConfirmDialog>
    </Stack>
  );
}
