import { Button, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { path, put, remove } from '../../api/call.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { EntryPointRoles } from '../../components/entry-point-roles.tsx';
import { Page } from '../../components/page.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Section } from '../../components/section.tsx';
import { Trail } from '../../components/trail.tsx';
import { When } from '../../components/when.tsx';
import { GroupMembers } from './group-members.tsx';
import { GroupNameDialog } from './group-name-dialog.tsx';
import { groupQuery, type LocalGroup, useGroupsChanged } from './queries.ts';
import { groupRoute } from './routes.tsx';

/** A group that was made here: its name, its roles and who is in it. */
export function GroupPage() {
  const { group: id } = groupRoute.useParams();
  const group = useQuery(groupQuery(id));
  const { data } = group;
  return (
    <Page
      title={data?.name ?? 'Group'}
      trail={<Trail steps={['Administration', 'Groups']} />}
      description={
        data && (
          <>
            Made here <When at={data.createdAt} />, {people(data.members)}
          </>
        )
      }
      actions={data && <Actions group={data} />}
    >
      <QueryView query={group}>
        {({ members }) => (
          <Stack gap="md">
            <Section
              title="Entry point roles"
              description="Everybody in the group has these roles, from the moment they come in until they go out."
            >
              <EntryPointRoles
                key={id}
                subject={{ kind: 'group', id }}
                action="Update Group"
                effect={
                  members === 0
                    ? 'Nobody is in the group yet; whoever comes in has the roles at once.'
                    : `This changes what ${people(members)} may do, at once.`
                }
              />
            </Section>
            <GroupMembers group={id} />
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

function Actions({ group }: { readonly group: LocalGroup }) {
  const { id, name, members } = group;
  const [isNaming, naming] = useDisclosure(false);
  const [isDeleting, deleting] = useDisclosure(false);
  const changed = useGroupsChanged();
  const router = useRouter();
  return (
    <>
      <Button variant="default" onClick={deleting.open}>
        Delete
      </Button>
      <Button variant="default" onClick={naming.open}>
        Rename
      </Button>
      {isNaming && (
        <GroupNameDialog
          title="Rename the group"
          name={name}
          action="Rename"
          onClose={naming.close}
          onName={async (next) => {
            await put(path`/groups/${id}`, { name: next });
            await changed();
          }}
        />
      )}
      <ConfirmDialog
        opened={isDeleting}
        onClose={deleting.close}
        title="Delete this group?"
        action="Delete group"
        typed={name}
        onConfirm={async () => {
          await remove(path`/groups/${id}`);
          await router.navigate({ to: '/administration/groups' });
          await changed();
        }}
      >
        <Text size="sm">
          {people(members)} lose what the group gives, at once. A new group of the same name is
          another group: it gets neither the people nor the roles.
        </Text>
      </ConfirmDialog>
    </>
  );
}

function people(n: number): string {
  return n === 1 ? '1 person' : `${n.toLocaleString('en-GB')} people`;
}
