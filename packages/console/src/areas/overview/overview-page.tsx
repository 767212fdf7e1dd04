import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useMe } from '../../api/me.ts';
import { Page } from '../../components/page.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { ConnectionCards } from './connection-cards.tsx';
import { overviewQuery } from './overview-types.ts';
import { Steps } from './steps.tsx';
import { Tiles } from './tiles.tsx';

const Growth = lazy(() => import('./growth.tsx').then((module) => ({ default: module.Growth })));
/** A line needs as many. */
const DAYS_MIN = 2;

/** How the organisation is doing: whether provisioning works, and what waits for somebody. */
export function OverviewPage() {
  const { organization } = useMe();
  const query = useQuery(overviewQuery);
  return (
    <Page
      title="Overview"
      description={`How ${organization.name} is doing, and what waits for you.`}
    >
      <QueryView query={query}>
        {(overview) => (
          <Stack gap="xl">
            <Steps overview={overview} />
            <ConnectionCards connections={overview.connections} />
            <Tiles overview={overview} />
            {overview.history.length >= DAYS_MIN && (
              <Suspense fallback={null}>
                <Growth history={overview.history} />
              </Suspense>
            )}
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}
