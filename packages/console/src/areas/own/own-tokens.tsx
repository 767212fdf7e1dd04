import { Group, List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMe } from '../../api/me.ts';
import { AnchorLink } from '../../components/links.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Section } from '../../components/section.tsx';
import { Expiry } from '../tokens/expiry.tsx';
import { isUsable, tokensQuery } from '../tokens/tokens.ts';

/** The usable tokens that an Org Admin answers for. */
export function OwnTokens() {
  const { member } = useMe();
  const query = useQuery(tokensQuery);
  return (
    <Section
      title="Your tokens"
      description="Personal access tokens that you made and answer for. They go on working when you leave; Org Admins are then told to replace them."
      actions={
        <AnchorLink to="/administration/developers/tokens" size="sm">
          All tokens
        </AnchorLink>
      }
    >
      <QueryView query={query}>
        {({ tokens }) => {
          const own = tokens.filter(
            (token) => token.ownerId === member.id && isUsable(token, Date.now()),
          );
          if (own.length === 0) return <Text size="sm">You have none.</Text>;
          return (
            <List size="sm" spacing="xs">
              {own.map((token) => (
                <List.Item key={token.id}>
                  <Group gap="xs">
                    <Text size="sm" fw={600} lineClamp={2} title={token.name}>
                      {token.name}
                    </Text>
                    <Text size="sm" c="dimmed">
                      expires:
                    </Text>
                    <Expiry token={token} />
                  </Group>
                </List.Item>
              ))}
            </List>
          );
        }}
      </QueryView>
    </Section>
  );
}
