import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from '../api/call.ts';
import { useMe } from '../api/me.ts';
import { AnchorLink } from '../components/links.tsx';
import { type Notice, placeOf } from './notice-places.ts';
import { useDismissed } from './use-dismissed.ts';

/** So many are on a page until somebody asks for all. */
const SHOWN = 3;
/** How often they are looked for, milliseconds. */
const EVERY_MS = 5 * 60_000;

/** What Org Admins should know now, above every page, with the way to where it is mended. */
export function Notices() {
  const { orgAdmin, session } = useMe();
  const { dismissed, dismiss } = useDismissed(session.id);
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery({
    queryKey: ['notices'],
    queryFn: ({ signal }) =>
      get<{ notices: readonly Notice[] }>('/notices', { signal }).then(({ notices }) => notices),
    enabled: orgAdmin,
    refetchInterval: EVERY_MS,
    staleTime: EVERY_MS / 5,
  });
  const waiting = (data ?? []).filter((notice) => !dismissed.has(keyOf(notice)));
  if (!orgAdmin || waiting.length === 0) return null;
  const shown = isOpen ? waiting : waiting.slice(0, SHOWN);
  const more = waiting.length - shown.length;
  return (
    <Stack gap="xs" mb="lg" component="section" aria-label="Notices">
      {shown.map((notice) => (
        <NoticeBanner
          key={keyOf(notice)}
          notice={notice}
          onDismiss={() => dismiss(keyOf(notice))}
        />
      ))}
      {more > 0 && (
        <Button variant="subtle" size="compact-sm" onClick={() => setOpen(true)}>
          {more === 1 ? 'Show 1 more notice' : `Show ${more} more notices`}
        </Button>
      )}
    </Stack>
  );
}

interface NoticeBannerProps {
  readonly notice: Notice;
  readonly onDismiss: () => void;
}

function NoticeBanner({ notice, onDismiss }: NoticeBannerProps) {
  const { to, action, color } = placeOf(notice.kind);
  return (
    <Alert
      color={color}
      variant="light"
      py="xs"
      icon={color === 'blue' ? <IconInfoCircle /> : <IconAlertTriangle />}
      withCloseButton
      onClose={onDismiss}
      closeButtonLabel={`Hide until you sign in again: ${notice.message}`}
    >
      <Group gap="xs" justify="space-between">
        <Text size="sm" lineClamp={2} title={notice.message} flex="1 1 16rem">
          {notice.message}
        </Text>
        <AnchorLink to={to} size="sm" c="inherit" mr="xs">
          {action}
        </AnchorLink>
      </Group>
    </Alert>
  );
}

function keyOf({ kind, subjectId, threshold }: Notice): string {
  return `${kind} ${subjectId} ${threshold}`;
}
