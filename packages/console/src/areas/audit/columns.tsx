import { Anchor, Box, Button, Stack, Text } from '@mantine/core';
import { path } from '../../api/call.ts';
import type { Column } from '../../components/data-table.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { When } from '../../components/when.tsx';
import { ChangeDetail } from './change-detail.tsx';
import type { NamedRecord } from './records.ts';
import { actionText, actorText, subjectPath } from './words.ts';

interface ColumnOptions {
  /** The record whose detail is shown. */
  readonly open: number | undefined;
  readonly onOpen: (seq: number | undefined) => void;
  /** Shows only what this actor did. */
  readonly onActor: (actor: string) => void;
}

/** Of the table of records. */
export function columnsOf({
  open,
  onOpen,
  onActor,
}: ColumnOptions): readonly Column<NamedRecord>[] {
  return [
    {
      id: 'when',
      header: 'When',
      width: '7rem',
      from: 'xs',
      cell: ({ at }) => <When at={at} />,
    },
    {
      id: 'what',
      header: 'What',
      width: 'minmax(0, 3fr)',
      cell: (record) => (
        <What record={record} isOpen={open === record.seq} onOpen={onOpen} onActor={onActor} />
      ),
    },
    {
      id: 'by',
      header: 'By',
      width: 'minmax(0, 1.3fr)',
      from: 'sm',
      cell: (record) => <By record={record} onActor={onActor} />,
    },
  ];
}

interface WhatProps {
  readonly record: NamedRecord;
  readonly isOpen: boolean;
  readonly onOpen: (seq: number | undefined) => void;
  readonly onActor: (actor: string) => void;
}

function What({ record, isOpen, onOpen, onActor }: WhatProps) {
  const { seq, action, subjectName, subjectId, requestId, detail } = record;
  const page = subjectPath(record);
  const name = subjectName ?? subjectId;
  return (
    <Stack gap={2} align="flex-start" miw={0}>
      <Text size="sm" fw={500}>
        {actionText(action)}
      </Text>
      {page === undefined ? (
        <Text size="xs" c="dimmed" truncate maw="100%" dir="auto" title={name}>
          {name}
        </Text>
      ) : (
        <PathLink to={page} size="xs" truncate maw="100%" dir="auto" title={name}>
          {name}
        </PathLink>
      )}
      <Text size="xs" c="dimmed" hiddenFrom="xs">
        <When at={record.at} />
      </Text>
      <Button
        variant="subtle"
        size="compact-xs"
        ml={-6}
        aria-expanded={isOpen}
        onClick={() => onOpen(isOpen ? undefined : seq)}
      >
        {isOpen ? 'Hide the detail' : 'Show the detail'}
      </Button>
      {isOpen && (
        <Stack gap={4} w="100%">
          <ChangeDetail detail={detail} />
          <Text size="xs" c="dimmed">
            Record {seq}, <time dateTime={record.at}>{record.at}</time>
          </Text>
          <Box hiddenFrom="sm">
            <By record={record} onActor={onActor} />
          </Box>
          {requestId !== null && record.actor.startsWith('token:') && (
            <PathLink to={path`/administration/scim/activity/${requestId}`} size="xs">
              Show the request
            </PathLink>
          )}
        </Stack>
      )}
    </Stack>
  );
}

function By(props: { readonly record: NamedRecord; readonly onActor: (actor: string) => void }) {
  const { record, onActor } = props;
  const [name, kind] = actorText(record);
  return (
    <Stack gap={0} miw={0} align="flex-start">
      <Anchor
        component="button"
        type="button"
        size="sm"
        truncate
        maw="100%"
        dir="auto"
        title={`Only what ${name} did`}
        onClick={() => onActor(record.actor)}
      >
        {name}
      </Anchor>
      <Text size="xs" c="dimmed">
        {kind}
      </Text>
    </Stack>
  );
}
