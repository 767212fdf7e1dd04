import { List, Stack, Switch, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { get, put } from '../../api/call.ts';
import type { Instant } from '../../api/types.ts';
import { CopyField } from '../../components/copy-field.tsx';
import { Facts } from '../../components/facts.tsx';
import { Page } from '../../components/page.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Section } from '../../components/section.tsx';
import { tellFailure } from '../../components/tell.ts';
import { Trail } from '../../components/trail.tsx';
import { When } from '../../components/when.tsx';

interface Organization {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly createdAt: Instant;
  readonly sendsNotices: boolean;
}

const KEY = ['organization'];

/** What the organisation is called, and what only others can change about it. */
export function OrganizationPage() {
  const organization = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => get<Organization>('/organization', { signal }),
  });
  return (
    <Page
      title="Organisation"
      trail={<Trail steps={['Administration']} />}
      description="Your organisation, as this service knows it."
    >
      <QueryView query={organization}>
        {(data) => (
          <Stack gap="md">
            <Section title="Names">
              <Facts
                rows={[
                  ['Name', <bdi key="name">{data.name}</bdi>],
                  ['Here since', <When key="since" at={data.createdAt} />],
                ]}
              />
              <Stack gap="sm" maw="30rem">
                <CopyField
                  label="Short name"
                  value={data.slug}
                  description="Part of the link that signs people in by single sign-on."
                />
                <CopyField
                  label="Organisation id"
                  value={data.id}
                  description="Give it to whoever runs the service when you ask for help."
                />
              </Stack>
            </Section>
            <Notices organization={data} />
            <Section
              title="What only the service's operator changes"
              description="The operator is whoever runs this service: as a rule, the company whose application you use. Ask its support, and give the organisation id above."
            >
              <List size="sm" spacing={4}>
                <List.Item>the name and the short name of the organisation</List.Item>
                <List.Item>
                  the <PathLink to="/administration/plan">plan</PathLink>: seats, features and until
                  when
                </List.Item>
                <List.Item>
                  <PathLink to="/administration/entry-points">entry points</PathLink> and{' '}
                  <PathLink to="/administration/roles">roles</PathLink>
                </List.Item>
                <List.Item>
                  another connection, and how many requests a second it may send
                </List.Item>
                <List.Item>a link that signs an Org Admin in when nobody else gets in</List.Item>
                <List.Item>suspending or deleting the organisation, erasing a person</List.Item>
              </List>
            </Section>
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

function Notices({ organization }: { readonly organization: Organization }) {
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);

  async function set(send: boolean) {
    setBusy(true);
    try {
      await put('/organization/notices', { send });
      await client.invalidateQueries({ queryKey: KEY });
    } catch (error) {
      tellFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Section title="Notices">
      <Switch
        label="Mail notices to all Org Admins"
        description="When a token is about to expire, its owner has left, an integration fails, or somebody waits for your decision."
        checked={organization.sendsNotices}
        disabled={isBusy}
        onChange={(event) => void set(event.currentTarget.checked)}
      />
      {!organization.sendsNotices && (
        <Text size="sm">
          Nobody is mailed. The notices are still listed in this console: look at them yourselves.
        </Text>
      )}
    </Section>
  );
}
