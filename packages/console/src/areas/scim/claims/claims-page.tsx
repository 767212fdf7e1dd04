import { Anchor, SegmentedControl, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Page } from '../../../components/page.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { Trail } from '../../../components/trail.tsx';
import { When } from '../../../components/when.tsx';
import { PlanNotice } from '../plan-notice.tsx';
import { type Claim, claimsQuery, decisionOf, reasonOf } from './claim.ts';

const route = getRouteApi('/signed-in/org-admin/administration/scim/claims');

const WHO: Column<Claim> = {
  id: 'who',
  header: 'User',
  cell: ({ id, userName }) => (
    <Anchor
      truncate
      inherit
      display="block"
      title={userName}
      renderRoot={(props) => (
        <Link {...props} to="/administration/scim/claims/$claim" params={{ claim: id }} />
      )}
    >
      <bdi>{userName}</bdi>
    </Anchor>
  ),
};

const WAITING: readonly Column<Claim>[] = [
  WHO,
  {
    id: 'why',
    header: 'Why it waits',
    from: 'sm',
    width: 'minmax(0, 2fr)',
    cell: (claim) => <Words text={reasonOf(claim)} />,
  },
  {
    id: 'since',
    header: 'Since',
    width: '7.5rem',
    cell: ({ createdAt }) => <When at={createdAt} />,
  },
];

const DECIDED: readonly Column<Claim>[] = [
  WHO,
  {
    id: 'what',
    header: 'Decision',
    from: 'sm',
    width: 'minmax(0, 2fr)',
    cell: (claim) => <Words text={decisionOf(claim)} />,
  },
  {
    id: 'at',
    header: 'Decided',
    width: '7.5rem',
    cell: ({ decidedAt }) => <When at={decidedAt} />,
  },
];

/** Users about whom somebody has to say who they are. */
export function ClaimsPage() {
  const { show } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(claimsQuery);
  const isDecided = show === 'decided';
  return (
    <Page
      title="Claims"
      trail={<Trail steps={['Administration', 'SCIM']} />}
      description="People whom the identity provider has sent and who may be an existing member. Until you decide, they have no access."
    >
      <PlanNotice needs="users" />
      <QueryView query={query}>
        {(claims) => {
          const rows = claims.filter(({ decision }) => (decision !== null) === isDecided);
          const waits = claims.filter(({ decision }) => decision === null).length;
          return (
            <>
              <SegmentedControl
                aria-label="Which claims"
                data={[
                  { value: 'waiting', label: `Waiting (${waits})` },
                  { value: 'decided', label: 'Decided' },
                ]}
                value={show ?? 'waiting'}
                onChange={(next) =>
                  void navigate({ search: next === 'decided' ? { show: 'decided' } : {} })
                }
                w="fit-content"
              />
              {rows.length === 0 ? (
                <NoClaims isDecided={isDecided} />
              ) : (
                <DataTable
                  label={isDecided ? 'Decided claims' : 'Waiting claims'}
                  columns={isDecided ? DECIDED : WAITING}
                  rows={rows}
                  rowKey={({ id }) => id}
                />
              )}
            </>
          );
        }}
      </QueryView>
    </Page>
  );
}

function NoClaims({ isDecided }: { readonly isDecided: boolean }) {
  if (isDecided) {
    return (
      <EmptyState title="Nothing has been decided yet">
        Decisions are listed here and can be taken back.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nobody waits">
      When the identity provider sends somebody with the user name or address of an existing member,
      and it is not certain that they are the same person, a claim waits here. You then say whether
      it is that member or somebody new. So nobody inherits the access of another by an address.
    </EmptyState>
  );
}

function Words({ text }: { readonly text: string }) {
  return (
    <Text inherit lineClamp={2} title={text}>
      {text}
    </Text>
  );
}
