import { ActionIcon, Tooltip } from '@mantine/core';
import { IconUserMinus } from '@tabler/icons-react';
import { useMemo } from 'react';
import { path, put, remove } from '../../api/call.ts';
import type { Member, Paged } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { MemberPicker } from '../../components/member-picker.tsx';
import { nameOf, PersonName } from '../../components/person-name.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Section } from '../../components/section.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { tell, tellFailure } from '../../components/tell.ts';
import { usePages } from '../../components/use-pages.ts';
import { useGroupsChanged } from './queries.ts';

interface MembersPage extends Paged {
  readonly members: readonly Member[];
}

/** Who is in a group that was made here; added and taken out here. */
export function GroupMembers({ group }: { readonly group: string }) {
  const changed = useGroupsChanged();
  const list = usePages<MembersPage, Member>({
    queryKey: ['groups', group, 'members'],
    path: path`/local-groups/${group}/members`,
    rows: ({ members }) => members,
  });
  const taken = useMemo(() => new Set(list.rows.map(({ id }) => id)), [list.rows]);

  async function add(member: Member) {
    try {
      await put(path`/groups/${group}/members/${member.id}`, {});
      await changed();
      tell(`${nameOf(member)} is in the group.`);
    } catch (error) {
      tellFailure(error);
    }
  }
  const columns = useMemo((): readonly Column<Member>[] => {
    async function takeOut(member: Member) {
      try {
        await remove(path`/groups/${group}/members/${member.id}`);
        await changed();
        tell(`${nameOf(member)} is out of the group.`);
      } catch (error) {
        tellFailure(error);
      }
    }
    return [
      ...COLUMNS,
      {
        id: 'remove',
        header: 'Remove',
        width: '4.5rem',
        align: 'right',
        cell: (member) => (
          <Tooltip label="Remove from the group">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Remove ${nameOf(member)} from the group`}
              onClick={() => void takeOut(member)}
            >
              <IconUserMinus size={18} />
            </ActionIcon>
          </Tooltip>
        ),
      },
    ];
  }, [group, changed]);

  return (
    <Section title="Members">
      <MemberPicker
        label="Add somebody: name or address begins with"
        action="Add"
        taken={taken}
        onPick={add}
      />
      <QueryView query={list}>
        {() =>
          list.rows.length === 0 ? (
            <EmptyState title="Nobody is in the group yet">
              Search for a person above and add them.
            </EmptyState>
          ) : (
            <DataTable
              label="Members of the group"
              columns={columns}
              rows={list.rows}
              rowKey={({ id }) => id}
              onEnd={list.fetchNext}
            />
          )
        }
      </QueryView>
    </Section>
  );
}

const COLUMNS: readonly Column<Member>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(0, 2fr)',
    cell: (member) => <PersonName person={member} />,
  },
  {
    id: 'status',
    header: 'Status',
    from: 'xs',
    cell: ({ active }) => (
      <StatusBadge tone={active ? 'good' : 'neutral'}>
        {active ? 'Active' : 'Deactivated'}
      </StatusBadge>
    ),
  },
];
