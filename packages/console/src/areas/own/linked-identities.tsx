import { Button, Code, Group, List, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { get, post } from '../../api/call.ts';
import type { Instant } from '../../api/types.ts';
import { QueryView } from '../../components/query-view.tsx';
import { tellFailure } from '../../components/tell.ts';
import { When } from '../../components/when.tsx';

interface Identities {
  readonly identities: readonly {
    readonly id: string;
    readonly issuer: string;
    readonly subject: string;
    readonly linkedAt: Instant;
  }[];
  /** Where one could be linked now. */
  readonly provider: {
    readonly name: string;
    readonly issuer: string;
    readonly required: boolean;
  } | null;
}

/** Who one is at the organisation's identity provider, and the way to link it. */
export function LinkedIdentities() {
  const query = useQuery({
    queryKey: ['identities'],
    queryFn: ({ signal }) => get<Identities>('/identities', { signal }),
  });
  return (
    <Stack gap="xs">
      <Title order={3} size="h6">
        Single sign-on
      </Title>
      <QueryView query={query}>
        {({ identities, provider }) => (
          <Group justify="space-between" align="flex-start" gap="sm">
            <Stack gap="xs" flex="1 1 16rem" miw={0}>
              <Text size="sm">{aboutProvider(provider, identities.length)}</Text>
              {identities.length > 0 && (
                <List size="sm" spacing={4}>
                  {identities.map(({ id, issuer, subject, linkedAt }) => (
                    <List.Item key={id}>
                      <Code>{subject}</Code> at {issuer}, linked <When at={linkedAt} />
                    </List.Item>
                  ))}
                </List>
              )}
            </Stack>
            {provider !== null && (
              <Button variant="default" onClick={() => void link()}>
                {identities.length === 0 ? 'Link' : 'Link another'}
              </Button>
            )}
          </Group>
        )}
      </QueryView>
    </Stack>
  );
}

function aboutProvider(provider: Identities['provider'], linked: number): string {
  if (provider === null) {
    return linked === 0
      ? 'This organisation does not sign in by an identity provider.'
      : 'It is turned off now. These are linked to you:';
  }
  const only = provider.required ? ' It is the only way in.' : '';
  if (linked > 0) return `${provider.name} signs you in as:${only}`;
  return `You can sign in by ${provider.name} once you are linked: you go there, sign in, and come back.${only}`;
}

async function link(): Promise<void> {
  try {
    const { url } = await post<{ url: string }>('/sso/link', { return: '/profile' });
    location.assign(url);
  } catch (error) {
    tellFailure(error);
  }
}
