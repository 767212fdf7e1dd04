import '@mantine/charts/styles.css';
import { LineChart } from '@mantine/charts';
import { Accordion, Stack, Table, Text, Title } from '@mantine/core';
import type { DailyCount } from './overview-types.ts';

const date = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});

/** People and groups, day by day, as far as they were counted. */
export function Growth({ history }: { readonly history: readonly DailyCount[] }) {
  const rows = history.map(({ day, members, groups }) => ({
    day: date.format(new Date(`${day}T00:00:00Z`)),
    'Active members': members,
    Groups: groups,
  }));
  return (
    <Stack component="section" aria-label="Day by day" gap="sm">
      <Title order={2} size="h4">
        Day by day
      </Title>
      <Text size="sm" c="dimmed">
        {`Counted since ${rows[0]?.day}, at the end of each day (UTC), for 90 days at most. Of the time before that nothing is known.`}
      </Text>
      <LineChart
        h={220}
        data={rows}
        dataKey="day"
        withLegend
        curveType="linear"
        series={[
          { name: 'Active members', color: 'blue.6' },
          { name: 'Groups', color: 'orange.6', strokeDasharray: '5 3' },
        ]}
        lineChartProps={{ accessibilityLayer: false }}
        aria-hidden
      />
      <Accordion variant="contained" order={3}>
        <Accordion.Item value="table">
          <Accordion.Control>The same as a table</Accordion.Control>
          <Accordion.Panel>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  {['Day', 'Active members', 'Users', 'Groups'].map((name) => (
                    <Table.Th key={name}>{name}</Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {history.toReversed().map(({ day, members, users, groups }) => (
                  <Table.Tr key={day}>
                    <Table.Th scope="row">{day}</Table.Th>
                    <Table.Td>{members}</Table.Td>
                    <Table.Td>{users}</Table.Td>
                    <Table.Td>{groups}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  );
}
