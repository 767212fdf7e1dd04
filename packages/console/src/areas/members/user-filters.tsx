import { Group } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { given } from '../../api/search-params.ts';
import { ChoiceFilter } from '../../components/choice-filter.tsx';
import { SearchBox } from '../../components/search-box.tsx';
import { type UsersSearch, usersRoute } from './routes.tsx';

/** Of the list of users; what is chosen is in the address of the page. */
export function UserFilters({ search }: { readonly search: UsersSearch }) {
  const navigate = useNavigate({ from: usersRoute.fullPath });
  const set = (change: { readonly [K in keyof UsersSearch]: UsersSearch[K] | undefined }) =>
    void navigate({
      replace: true,
      search: ({ q, status, admin, source, signIn }) =>
        given<UsersSearch>({ q, status, admin, source, signIn, ...change }),
    });
  return (
    <Group gap="sm" align="flex-end">
      <SearchBox
        label="Name or address begins with"
        value={search.q ?? ''}
        onSearch={(text) => set({ q: text === '' ? undefined : text })}
      />
      <ChoiceFilter
        label="Status"
        value={search.status}
        choices={[
          ['active', 'Active'],
          ['inactive', 'Deactivated'],
        ]}
        onChange={(status) => set({ status })}
      />
      <ChoiceFilter
        label="Org Admin"
        value={search.admin}
        choices={[
          ['yes', 'Org Admins'],
          ['no', 'Others'],
        ]}
        onChange={(admin) => set({ admin })}
      />
      <ChoiceFilter
        label="Kept by"
        value={search.source}
        choices={[
          ['provisioned', 'Identity provider'],
          ['local', 'Made here'],
        ]}
        onChange={(source) => set({ source })}
      />
      <ChoiceFilter
        label="Sign-in"
        value={search.signIn}
        choices={[
          ['ready', 'Set up'],
          ['missing', 'Not set up'],
        ]}
        onChange={(signIn) => set({ signIn })}
      />
    </Group>
  );
}
