import { Anchor, Button, Stack, Text } from '@mantine/core';
import type { OrganizationChoice as Choice } from '../../api/types.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Door } from './door.tsx';

interface OrganizationChoiceProps {
  readonly choices: readonly Choice[];
  readonly isBusy: boolean;
  readonly error: Error | undefined;
  /** With the short name. */
  readonly onChoose: (slug: string) => void;
  readonly onBack: () => void;
}

/** An account that leads to several organisations; one can go to another later. */
export function OrganizationChoice(props: OrganizationChoiceProps) {
  const { choices, isBusy, error, onChoose, onBack } = props;
  return (
    <Door
      title="Choose an organisation"
      description="Your account leads to several. You can go to another at any time, at the top of each page."
    >
      <Stack gap="xs">
        {choices.map(({ id, slug, name, suspended }) => (
          <Button
            key={id}
            variant="default"
            justify="space-between"
            disabled={isBusy || suspended}
            onClick={() => onChoose(slug)}
            title={name}
            rightSection={suspended ? '(suspended)' : undefined}
          >
            <Text span truncate inherit>
              {name}
            </Text>
          </Button>
        ))}
      </Stack>
      {choices.some(({ suspended }) => suspended) && (
        <Text size="sm">
          A suspended organisation cannot be opened. Ask who runs the service about it.
        </Text>
      )}
      {error !== undefined && <ErrorNotice title="You are not signed in" error={error} />}
      <Anchor component="button" type="button" size="sm" onClick={onBack} ta="left">
        Sign in with another account
      </Anchor>
    </Door>
  );
}
