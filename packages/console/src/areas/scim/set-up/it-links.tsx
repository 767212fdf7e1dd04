import { Button, Group, Stack, Text } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, path, post, remove } from '../../../api/call.ts';
import type { Instant } from '../../../api/types.ts';
import { CopyField } from '../../../components/copy-field.tsx';
import { tell, tellFailure } from '../../../components/tell.ts';
import { When } from '../../../components/when.tsx';
import { ActorName } from '../actor-name.tsx';
import { Card } from '../card.tsx';
import { type Product, productOf } from './products.ts';

interface SetUpLink {
  readonly id: string;
  readonly connectionId: string;
  readonly product: string;
  readonly memberId: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly openedAt: Instant | null;
}

const KEY = ['scim', 'set-up-links'];

interface ItLinksProps {
  readonly connectionId: string;
  readonly product: Product;
}

/** Links by which somebody without an account sees the guide, and what has arrived. */
export function ItLinks({ connectionId, product }: ItLinksProps) {
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => get<{ links: readonly SetUpLink[] }>('/scim/set-up-links', { signal }),
  });
  const make = useMutation({
    mutationFn: () =>
      post<{ url: string }>('/scim/set-up-links', {
        connection: connectionId,
        product: product.key,
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
    onError: tellFailure,
  });
  return (
    <Card title="Does somebody else look after your identity provider?">
      <Text size="sm">
        Make a link for them. It opens this guide for {product.name} without an account, shows what
        has arrived, and is good for 7 days. It never shows a token: make one, and give it to them
        by a way that you trust.
      </Text>
      <Group>
        <Button
          variant="light"
          leftSection={<IconLink size={16} />}
          loading={make.isPending}
          onClick={() => make.mutate()}
        >
          Make a link
        </Button>
      </Group>
      {make.data !== undefined && (
        <CopyField
          label="Link for your IT"
          value={make.data.url}
          description="It is shown only now. Copy it."
        />
      )}
      <Stack gap="xs">
        {data?.links.map((link) => (
          <OneLink key={link.id} link={link} />
        ))}
      </Stack>
    </Card>
  );
}

function OneLink({ link }: { readonly link: SetUpLink }) {
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => remove(path`/scim/set-up-links/${link.id}`),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: KEY });
      tell('The link is ended: it opens nothing any more.');
    },
    onError: tellFailure,
  });
  const name = productOf(link.product)?.name ?? link.product;
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm" component="div" flex="1 1 14rem">
        Guide for {name}, made <When at={link.createdAt} /> by{' '}
        <ActorName actor={`member:${link.memberId}`} />. Ends <When at={link.expiresAt} />;{' '}
        {link.openedAt === null ? (
          'not opened yet.'
        ) : (
          <>
            first opened <When at={link.openedAt} />.
          </>
        )}
      </Text>
      <Button
        size="compact-sm"
        variant="default"
        loading={end.isPending}
        onClick={() => end.mutate()}
        aria-label={`End the link for ${name}`}
      >
        End
      </Button>
    </Group>
  );
}
