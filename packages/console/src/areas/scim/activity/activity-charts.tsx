import '@mantine/charts/styles.css';
import { BarChart, LineChart } from '@mantine/charts';
import { Accordion, Box, SegmentedControl, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from '../../../api/call.ts';
import type { Instant } from '../../../api/types.ts';
import { QueryView } from '../../../components/query-view.tsx';

interface Hour {
  readonly at: Instant;
  readonly requests: number;
  readonly errors: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}
interface Hours {
  readonly hours: readonly Hour[];
  readonly since: Instant;
}

const HOUR_MS = 3_600_000;
/** How often they are counted anew, milliseconds. */
const COUNT_EVERY_MS = 60_000;
const label = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** Requests, errors and how fast they were answered, by the hour. */
export function ActivityCharts() {
  const [since, setSince] = useState('24h');
  const query = useQuery({
    queryKey: ['activity', 'hours', since],
    queryFn: ({ signal }) => get<Hours>('/activity/hours', { query: { since }, signal }),
    refetchInterval: COUNT_EVERY_MS,
  });
  return (
    <Stack gap="lg">
      <SegmentedControl
        aria-label="How far back"
        value={since}
        onChange={setSince}
        data={[
          { value: '24h', label: 'Last 24 hours' },
          { value: '7d', label: 'Last 7 days' },
        ]}
        style={{ alignSelf: 'flex-start' }}
      />
      <QueryView query={query}>{(data) => <Charts data={data} />}</QueryView>
    </Stack>
  );
}

function Charts({ data }: { readonly data: Hours }) {
  const rows = everyHour(data);
  const sum = (name: 'requests' | 'errors') =>
    data.hours.reduce((all, hour) => all + hour[name], 0);
  return (
    <Stack gap="xl">
      <Box component="section">
        <Title order={2} size="h4" mb={4}>
          Requests by hour
        </Title>
        <Text size="sm" c="dimmed" mb="sm">
          {`${sum('requests')} requests; ${sum('errors')} of them ended with an error (400 and above).`}
        </Text>
        <BarChart
          h={220}
          data={rows}
          dataKey="hour"
          type="stacked"
          withLegend
          series={[
            { name: 'Answered', color: 'teal.6' },
            { name: 'Errors', color: 'red.6' },
          ]}
          barChartProps={{ accessibilityLayer: false }}
          aria-hidden
        />
      </Box>
      <Box component="section">
        <Title order={2} size="h4" mb={4}>
          How fast they were answered
        </Title>
        <Text size="sm" c="dimmed" mb="sm">
          Milliseconds in which half of the requests (p50) and 95 of 100 (p95) had their answer.
        </Text>
        <LineChart
          h={220}
          data={rows}
          dataKey="hour"
          withLegend
          curveType="linear"
          connectNulls={false}
          series={[
            { name: 'p50', color: 'blue.6' },
            { name: 'p95', color: 'orange.6', strokeDasharray: '5 3' },
          ]}
          lineChartProps={{ accessibilityLayer: false }}
          aria-hidden
        />
      </Box>
      <Accordion variant="contained" order={2}>
        <Accordion.Item value="table">
          <Accordion.Control>The same as a table</Accordion.Control>
          <Accordion.Panel>
            <HourTable hours={data.hours} />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  );
}

function HourTable({ hours }: { readonly hours: readonly Hour[] }) {
  return (
    <Table.ScrollContainer minWidth={420}>
      <Table>
        <Table.Caption>Hours in which nothing came are left out.</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {['Hour', 'Requests', 'Errors', 'p50, ms', 'p95, ms'].map((name) => (
              <Table.Th key={name}>{name}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {hours.toReversed().map(({ at, requests, errors, p50Ms, p95Ms }) => (
            <Table.Tr key={at}>
              <Table.Th scope="row">{label.format(new Date(at))}</Table.Th>
              <Table.Td>{requests}</Table.Td>
              <Table.Td>{errors}</Table.Td>
              <Table.Td>{p50Ms}</Table.Td>
              <Table.Td>{p95Ms}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** Those in which nothing came, too: a gap is news. */
function everyHour({ hours, since }: Hours) {
  const known = new Map(hours.map((hour) => [Date.parse(hour.at), hour]));
  const rows = [];
  for (let at = Date.parse(since); at <= Date.now(); at += HOUR_MS) {
    const { requests = 0, errors = 0, p50Ms = null, p95Ms = null } = known.get(at) ?? {};
    rows.push({
      hour: label.format(new Date(at)),
      Answered: requests - errors,
      Errors: errors,
      p50: p50Ms,
      p95: p95Ms,
    });
  }
  return rows;
}
