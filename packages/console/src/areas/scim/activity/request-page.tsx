import { Box, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { get, path } from '../../../api/call.ts';
import { InternalLink } from '../../../components/internal-link.tsx';
import { Page } from '../../../components/page.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { Trail } from '../../../components/trail.tsx';
import { ActivityTable } from './activity-table.tsx';
import { ChangeList } from './change-list.tsx';
import { DryRunPanel } from './dry-run-panel.tsx';
import { ExplanationView } from './explanation-view.tsx';
import { NoteList } from './note-list.tsx';
import { RequestFacts } from './request-facts.tsx';
import { Answer, RequestBody } from './request-texts.tsx';
import { HttpStatus } from './status.tsx';
import type { RequestDetails } from './types.ts';

/** One request: what it meant, what it changed, why it failed, and what it would do now. */
export function RequestPage() {
  const { request } = useParams({
    from: '/signed-in/org-admin/administration/scim/activity/$request',
  });
  const query = useQuery({
    queryKey: ['activity', 'request', request],
    queryFn: ({ signal }) => get<RequestDetails>(path`/activity/${request}`, { signal }),
  });
  const { data } = query;
  return (
    <Page
      title={data?.meaning ?? 'Request'}
      trail={<Trail steps={['Administration', 'SCIM', 'Activity']} />}
      actions={<InternalLink to="/administration/scim/activity">All requests</InternalLink>}
    >
      <QueryView query={query}>
        {(details) => <Details key={details.id} details={details} />}
      </QueryView>
    </Page>
  );
}

function Details({ details }: { readonly details: RequestDetails }) {
  const { status, explanation, changes, names, around } = details;
  return (
    <Stack gap="xl">
      <Stack gap="md">
        <Group gap="sm">
          <HttpStatus status={status} isLong />
          <Text size="sm">{verdict(details)}</Text>
        </Group>
        <RequestFacts details={details} />
      </Stack>
      {status >= 400 && (
        <Section title="Why, and what to do">
          <ExplanationView explanation={explanation} detail={details.detail} />
        </Section>
      )}
      <Section title="What it changed">
        <ChangeList
          changes={changes}
          names={names}
          none={
            status < 400
              ? 'Nothing: it only read, or everything was so already.'
              : 'Nothing. A request that is refused changes nothing at all.'
          }
        />
      </Section>
      {explanation.notes.length > 0 && (
        <Section title="Notes">
          <NoteList notes={explanation.notes} />
        </Section>
      )}
      <Section title="What was sent">
        <RequestBody details={details} />
      </Section>
      <Section title="What was answered">
        <Answer details={details} />
      </Section>
      <Section title="What would it do now?">
        <DryRunPanel id={details.id} whyNot={details.whyNotReplayable} />
      </Section>
      <Section title="Around it">
        {around.length === 0 ? (
          <Text size="sm">It is the only request in the log.</Text>
        ) : (
          <ActivityTable label="Requests before and after it, newest first" rows={around} />
        )}
      </Section>
    </Stack>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Box component="section" aria-label={title}>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      {children}
    </Box>
  );
}

function verdict({ status, explanation, changes }: RequestDetails): string {
  if (status >= 400) return explanation.error?.what ?? 'It was refused.';
  return changes.length > 0 ? 'It was done.' : 'It was answered.';
}
