import { Paper, Stack, Table, Text, Title } from '@mantine/core';
import { actionInWords } from './actions.ts';
import type { Change, Names } from './types.ts';

interface ChangeListProps {
  readonly changes: readonly Change[];
  readonly names: Names;
  /** What stands here when there are none. */
  readonly none: string;
}

/** Members named in one change. */
const NAMED = 20;

/** Records of changes, each with what was before and after. */
export function ChangeList({ changes, names, none }: ChangeListProps) {
  if (changes.length === 0) return <Text size="sm">{none}</Text>;
  return (
    <Stack gap="sm">
      {changes.map((change) => (
        <Paper key={change.seq} withBorder p="sm">
          <Title order={3} size="h6" lineClamp={2}>
            {actionInWords(change.action)}
            {names[change.subjectId] === undefined ? '' : `: ${names[change.subjectId]}`}
          </Title>
          <Detail detail={change.detail} names={names} />
        </Paper>
      ))}
    </Stack>
  );
}

function Detail({ detail, names }: { readonly detail: unknown; readonly names: Names }) {
  if (detail === null) return <Text size="sm">The personal part of the record was erased.</Text>;
  const { added, removed, old, new: next } = Object(detail) as Record<string, unknown>;
  if (Array.isArray(added) || Array.isArray(removed)) {
    return (
      <>
        <Moved sign="+" word="Added" ids={added} names={names} />
        <Moved sign="−" word="Removed" ids={removed} names={names} />
      </>
    );
  }
  const before = Object(old) as Record<string, unknown>;
  const after = Object(next) as Record<string, unknown>;
  const attributes = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  if (attributes.length === 0) return null;
  return (
    <Table.ScrollContainer minWidth={300} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table layout="fixed" verticalSpacing={4} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Attribute</Table.Th>
            <Table.Th>Before</Table.Th>
            <Table.Th>After</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {attributes.map((name) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">{name}</Table.Th>
              <Table.Td>
                <Value value={before[name]} />
              </Table.Td>
              <Table.Td>
                <Value value={after[name]} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Value({ value }: { readonly value: unknown }) {
  if (value === undefined || value === null) {
    return (
      <Text span size="sm" c="dimmed">
        none
      </Text>
    );
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return (
    <Text span size="sm" lineClamp={6} title={text}>
      {text}
    </Text>
  );
}

function Moved({
  sign,
  word,
  ids,
  names,
}: {
  readonly sign: string;
  readonly word: string;
  readonly ids: unknown;
  readonly names: Names;
}) {
  if (!Array.isArray(ids) || ids.length === 0) return null;
  const shown = ids.slice(0, NAMED).map((id) => names[String(id)] ?? String(id));
  const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : '';
  return (
    <Text size="sm">
      {sign} {word}: {shown.join(', ')}
      {more}
    </Text>
  );
}
