import { useQuery } from '@tanstack/react-query';
import { get, path } from '../../../api/call.ts';
import { QueryView } from '../../../components/query-view.tsx';
import { When } from '../../../components/when.tsx';
import { textOfValue } from '../attributes.ts';
import { Card } from '../card.tsx';
import { UserLink } from '../text-link.tsx';
import type { ShownUser } from '../users/types.ts';
import type { Claim } from './claim.ts';
import { Facts } from './facts.tsx';

/** The side of the identity provider. */
export function ClaimedUser({ claim }: { readonly claim: Claim }) {
  const query = useQuery({
    queryKey: ['scim', 'users', 'one', claim.userId],
    queryFn: ({ signal }) => get<ShownUser>(path`/scim/users/${claim.userId}`, { signal }),
  });
  return (
    <Card title="From the identity provider">
      <QueryView query={query}>
        {(user) => {
          const { displayName, name, emails, title, externalId } = user.resource ?? {};
          const text = (value: unknown) => <bdi>{textOfValue(value) || '–'}</bdi>;
          return (
            <Facts
              facts={[
                ['Name', text(displayName ?? name)],
                [
                  'User name',
                  <UserLink key="id" id={user.id}>
                    {claim.userName}
                  </UserLink>,
                ],
                ['E-mail', text(emails ?? claim.email)],
                ['Status', user.active ? 'Active there' : 'Inactive there'],
                ['Title', text(title)],
                ['Id there', text(externalId)],
                ['Connection', text(user.connection.name)],
                ['Groups', user.groups.map((group) => group.name ?? group.id).join(', ') || 'none'],
                ['Created', <When key="at" at={user.createdAt} />],
              ]}
            />
          );
        }}
      </QueryView>
    </Card>
  );
}
