import { Container, Grid, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { post } from '../../../api/call.ts';
import type { Instant } from '../../../api/types.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Page } from '../../../components/page.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { When } from '../../../components/when.tsx';
import { Arrivals } from './arrivals.tsx';
import { Guide } from './guide.tsx';
import { PRODUCTS, productOf } from './products.ts';
import type { Progress } from './progress.ts';

/** What a link for a customer's IT opens. */
interface Look {
  readonly organization: string;
  readonly product: string;
  readonly expiresAt: Instant;
  readonly baseUrl: string;
  readonly groups: boolean;
  readonly progress: Progress;
}

/** Everybody who has the link is counted, so it is asked for less often than by who is signed in. */
const LOOK_EVERY_MS = 5_000;

/** The guide for somebody without an account, who has a link from an Org Admin. */
export function ConnectPage() {
  const code = useLocation({ select: ({ hash }) => hash });
  const query = useQuery({
    queryKey: ['set-up-link', code],
    queryFn: () => post<Look>('/scim/set-up-links/look', { code }),
    enabled: code !== '',
    refetchInterval: ({ state }) => (state.error === null ? LOOK_EVERY_MS : false),
  });
  return (
    <Container size="lg" py="xl" component="main">
      {code === '' ? (
        <Page title="Connect an identity provider">
          <EmptyState title="This link is not whole">
            Copy all of it from the message that it came in, with what stands behind the #.
          </EmptyState>
        </Page>
      ) : query.data === undefined ? (
        <Page title="Connect an identity provider">
          <QueryView query={query}>{() => null}</QueryView>
        </Page>
      ) : (
        <Connect look={query.data} />
      )}
    </Container>
  );
}

function Connect({ look }: { readonly look: Look }) {
  const product = productOf(look.product) ?? PRODUCTS.at(-1);
  if (product === undefined) return null;
  return (
    <Page
      title={`Connect ${product.name} with ${look.organization}`}
      description={
        <>
          An administrator of {look.organization} has asked you to set up provisioning, so that
          people come and go in their application as they do in {product.name}. This link ends{' '}
          <When at={look.expiresAt} />.
        </>
      }
    >
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Guide
            product={product}
            baseUrl={look.baseUrl}
            hasGroups={look.groups}
            tokenAction={<TokenHint organization={look.organization} />}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Arrivals progress={look.progress} hasGroups={look.groups} isLinked={false} />
        </Grid.Col>
      </Grid>
    </Page>
  );
}

function TokenHint({ organization }: { readonly organization: string }) {
  return (
    <Text size="sm" mt="xs">
      You get the token from the administrator of {organization}: it is a secret and does not stand
      on this page.
    </Text>
  );
}
