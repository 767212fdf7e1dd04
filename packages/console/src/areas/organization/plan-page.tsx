import { Alert, List, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { get } from '../../api/call.ts';
import type { Instant } from '../../api/types.ts';
import { Facts } from '../../components/facts.tsx';
import { Page } from '../../components/page.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Section } from '../../components/section.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { Trail } from '../../components/trail.tsx';
import { When } from '../../components/when.tsx';

interface Feature {
  readonly feature: 'scim.users' | 'scim.groups';
  readonly bought: boolean;
  /** Bought, and the plan has not ended. */
  readonly on: boolean;
  /** Names of the plans that have it. */
  readonly plans: string;
}

interface Plan {
  readonly name: string;
  readonly endsAt: Instant | null;
  readonly features: readonly Feature[];
  readonly activeMembers: number;
  /** Null is unlimited. */
  readonly seats: number | null;
}

const MEANING = {
  'scim.users': [
    'Provisioning of users (SCIM)',
    'Your identity provider creates, changes and deactivates your users by itself.',
  ],
  'scim.groups': [
    'Pushed groups (SCIM)',
    'Your identity provider pushes groups too, and you give roles to them. Groups made here need no plan.',
  ],
} as const;

/** What the organisation has bought, and how much of it is used. */
export function PlanPage() {
  const plan = useQuery({
    queryKey: ['plan'],
    queryFn: ({ signal }) => get<Plan>('/plan', { signal }),
  });
  return (
    <Page
      title="Plan"
      trail={<Trail steps={['Administration']} />}
      description="What your organisation has bought. To change it, ask whoever sold it to you: nobody can change it here."
    >
      <QueryView query={plan}>
        {(data) => (
          <Stack gap="md">
            {isOver(data) && (
              <Alert color="red" variant="light" title="The plan has ended">
                What it brings is off. Identity providers are answered with the reason, and what
                takes access away goes on working. Renew it, and everything is as it was.
              </Alert>
            )}
            <Section title={data.name}>
              <Facts
                rows={[
                  ['Plan', data.name],
                  ['Ends', <When key="ends" at={data.endsAt} none="never" />],
                ]}
              />
            </Section>
            <Seats plan={data} />
            <Section title="Features">
              <List spacing="md" listStyleType="none" withPadding={false}>
                {data.features.map((one) => (
                  <List.Item key={one.feature}>
                    <FeatureText feature={one} />
                  </List.Item>
                ))}
              </List>
            </Section>
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

function Seats({ plan }: { readonly plan: Plan }) {
  const { activeMembers, seats } = plan;
  const used = activeMembers.toLocaleString('en-GB');
  if (seats === null) {
    return (
      <Section title="Seats">
        <Text size="sm">{used} active users. Their number is not limited.</Text>
      </Section>
    );
  }
  const left = Math.max(seats - activeMembers, 0);
  return (
    <Section
      title="Seats"
      description="Each active user takes one. Whoever is deactivated, or only invited, takes none."
    >
      <Progress.Root size="lg">
        <Progress.Section
          value={seats === 0 ? 100 : Math.min((activeMembers / seats) * 100, 100)}
          aria-label={`${used} of ${seats} seats are taken`}
          color={left === 0 ? 'red' : 'ink'}
        />
      </Progress.Root>
      <Text size="sm">
        {used} of {seats.toLocaleString('en-GB')} seats are taken, {left.toLocaleString('en-GB')}{' '}
        left.
      </Text>
      {left === 0 && (
        <Text size="sm">
          Nobody new comes in, by any door: the identity provider is answered with the reason.
          Deactivate somebody who no longer needs access, or buy more seats; then try again there.
        </Text>
      )}
    </Section>
  );
}

function FeatureText({ feature: { feature, bought, on, plans } }: { readonly feature: Feature }) {
  const [name, meaning] = MEANING[feature];
  return (
    <Stack gap={4} align="flex-start">
      <Text size="sm" fw={600}>
        {name}
      </Text>
      <StatusBadge tone={on ? 'good' : bought ? 'bad' : 'neutral'}>
        {on ? 'On' : bought ? 'Off: the plan has ended' : 'Not in this plan'}
      </StatusBadge>
      <Text size="sm" c="dimmed">
        {meaning}
        {!bought && plans !== '' && ` It comes with the plan ${plans}.`}
      </Text>
    </Stack>
  );
}

function isOver({ features }: Plan): boolean {
  return features.some(({ bought, on }) => bought && !on);
}
