import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

interface FactsProps {
  /** Name and value, in the same order on both sides. */
  readonly facts: readonly (readonly [string, ReactNode])[];
}

/** What is known of one side. */
export function Facts({ facts }: FactsProps) {
  return (
    <Table layout="fixed" verticalSpacing={6} horizontalSpacing={0} withRowBorders={false}>
      <Table.Tbody>
        {facts.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th w="38%" fw={500}>
              {name}
            </Table.Th>
            <Table.Td>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
