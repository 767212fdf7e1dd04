import { SimpleGrid, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyField } from '../../../components/copy-field.tsx';
import { InternalLink } from '../../../components/internal-link.tsx';
import { useConnectionNames } from '../connections.ts';
import { duration } from './clock.tsx';
import type { RequestDetails } from './types.ts';
import { useTokenNames } from './use-tokens.ts';

const exactly = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });

/** When, by whom, about whom. */
export function RequestFacts({ details }: { readonly details: RequestDetails }) {
  const { at, tokenId, connectionId, durationUs, requestId, userAgent } = details;
  const tokens = useTokenNames();
  const { nameOf } = useConnectionNames();
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
      <Fact label="When">
        <time dateTime={at} title={at}>
          {exactly.format(new Date(at))}
        </time>
      </Fact>
      <Fact label="About">
        <About details={details} />
      </Fact>
      <Fact label="Took">{duration(durationUs)}</Fact>
      <Fact label="Token">{tokens.nameOf(tokenId)}</Fact>
      <Fact label="Connection">{nameOf(connectionId)}</Fact>
      <Fact label="Client">{userAgent ?? 'It did not say'}</Fact>
      <CopyField label="Request id" value={requestId} />
    </SimpleGrid>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <Stack gap={0}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text size="sm" component="div" lineClamp={3}>
        {children}
      </Text>
    </Stack>
  );
}

function About({ details }: { readonly details: RequestDetails }) {
  const { resourceType, resourceId, resourceName } = details;
  if (resourceId === null || resourceType === null) return 'Nobody in particular';
  const id = encodeURIComponent(resourceId);
  const page = resourceType === 'Group' ? 'groups' : 'users';
  if (resourceName === null) return `${resourceType} ${resourceId}`;
  return (
    <InternalLink size="sm" to={`/administration/scim/${page}/${id}`} title={resourceName}>
      {resourceName}
    </InternalLink>
  );
}
