import { Button, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, path, post, remove } from '../../api/call.ts';
import { useMe } from '../../api/me.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Section } from '../../components/section.tsx';
import { tellFailure } from '../../components/tell.ts';
import { type OwnSession, SessionRow } from './session-row.tsx';

const KEY = ['sessions'] as const;

/** Where one is signed in, and signing out there. */
export function OwnSessions() {
  const { organizations } = useMe();
  const client = useQueryClient();
  const [isAsking, asking] = useDisclosure(false);
  const query = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => get<{ sessions: readonly OwnSession[] }>('/sessions', { signal }),
  });
  const others = query.data?.sessions.filter(({ current }) => !current).length ?? 0;
  const refresh = () => client.invalidateQueries({ queryKey: KEY });

  async function end(id: string) {
    try {
      await remove(path`/sessions/${id}`);
    } catch (error) {
      tellFailure(error);
    }
    await refresh();
  }

  return (
    <Section
      title="Where you are signed in"
      description="A session ends after 30 minutes without use, and after 12 hours. If you do not know one of these, end it and change your password."
      actions={
        others > 0 && (
          <Button variant="default" onClick={asking.open}>
            End all others
          </Button>
        )
      }
    >
      <QueryView query={query}>
        {({ sessions }) => (
          <Stack gap={0} component="ul" m={0} p={0}>
            {sessions.toReversed().map((session) => (
              <SessionRow
                key={session.id}
                session={session}
                // Only those of several organisations need a name.
                organization={
                  organizations.length > 1
                    ? organizations.find(({ id }) => id === session.organizationId)?.name
                    : undefined
                }
                onEnd={() => void end(session.id)}
              />
            ))}
          </Stack>
        )}
      </QueryView>
      <ConfirmDialog
        opened={isAsking}
        onClose={asking.close}
        title="End all other sessions?"
        action="End all others"
        onConfirm={async () => {
          await post('/sessions/end-others', {});
          await refresh();
        }}
      >
        You are signed out everywhere but here, in every organisation of yours. What is open there
        and not saved is lost.
      </ConfirmDialog>
    </Section>
  );
}
