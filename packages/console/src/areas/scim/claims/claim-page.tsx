import { SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Page } from '../../../components/page.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { When } from '../../../components/when.tsx';
import { Crumbs } from '../crumbs.tsx';
import { Candidate } from './candidate.tsx';
import { type Claim, claimsQuery, decisionOf, reasonOf } from './claim.ts';
import { ClaimedUser } from './claimed-user.tsx';
import { Separate, Undo } from './decisions.tsx';

const route = getRouteApi('/signed-in/org-admin/administration/scim/claims/$claim');

/** One claim: the user beside the members that it may be. */
export function ClaimPage() {
  const { claim: id } = route.useParams();
  const query = useQuery(claimsQuery);
  const claim = query.data?.find((one) => one.id === id);
  return (
    <Page
      title={claim === undefined ? 'Claim' : `Who is ${claim.userName}?`}
      trail={<Crumbs list={{ label: 'Claims', to: '/administration/scim/claims' }} />}
      description={claim && <Standing claim={claim} />}
    >
      <QueryView query={query}>
        {() =>
          claim === undefined ? (
            <EmptyState title="There is no such claim">
              It may have been of another user.
            </EmptyState>
          ) : (
            <SideBySide claim={claim} />
          )
        }
      </QueryView>
    </Page>
  );
}

function Standing({ claim }: { readonly claim: Claim }) {
  if (claim.decision === null) {
    return (
      <>
        {reasonOf(claim)}. It has waited since <When at={claim.createdAt} />. Compare the two sides,
        then decide; a decision can be taken back.
      </>
    );
  }
  return (
    <>
      {decisionOf(claim)}, <When at={claim.decidedAt} />.
    </>
  );
}

function SideBySide({ claim }: { readonly claim: Claim }) {
  const isOpen = claim.decision === null;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <Stack>
        <ClaimedUser claim={claim} />
      </Stack>
      <Stack>
        {claim.candidates.map((id) => (
          <Candidate key={id} id={id} claim={claim} />
        ))}
        {claim.candidates.length === 0 && <Text c="dimmed">No member matches any more.</Text>}
        {isOpen && <Separate claim={claim} />}
        {(claim.decision === 'link' || claim.decision === 'separate') && <Undo claim={claim} />}
      </Stack>
    </SimpleGrid>
  );
}
