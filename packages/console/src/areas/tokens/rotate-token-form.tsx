import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { path, post } from '../../api/call.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useSubmit } from '../../components/use-submit.ts';
import { ExpirationField } from './expiration-field.tsx';
import { endOf, expirationProblem, FIRST_EXPIRATION } from './expirations.ts';
import { PurposeIsTaken } from './purpose-is-taken.tsx';
import { type NewToken, rivalsOf, type Token, type Tokens, tokensQuery } from './tokens.ts';

const AT_ONCE = '0';
/** Hours. */
const OVERLAPS = [
  { value: '1', label: '1 hour' },
  { value: '24', label: '24 hours' },
  { value: '72', label: '3 days' },
  { value: '168', label: '7 days' },
  { value: '720', label: '30 days' },
  { value: AT_ONCE, label: 'Not at all: it ends at once' },
];

interface RotateTokenFormProps {
  readonly token: Token;
  readonly all: Tokens;
  readonly onMade: (made: NewToken) => void;
  readonly onCancel: () => void;
}

/** A new token in the place of another, which goes on for a while, so that nothing is interrupted. */
export function RotateTokenForm({ token, all, onMade, onCancel }: RotateTokenFormProps) {
  const client = useQueryClient();
  const form = useForm({
    initialValues: { overlap: '24', expiration: FIRST_EXPIRATION },
    validate: { expiration: expirationProblem },
  });
  const { overlap, expiration } = form.values;
  const purpose = { connectionId: token.connectionId, scope: token.scopes[0] ?? '' };
  const rivals = rivalsOf(all.tokens, purpose, Date.now());
  // The old one makes room for the new one only when it ends at once.
  const isTaken = overlap !== AT_ONCE && rivals.length >= all.activePerPurpose;
  const { error, isBusy, submit } = useSubmit(async (values: typeof form.values) => {
    const made = await post<NewToken>(path`/tokens/${token.id}/rotate`, {
      overlapHours: Number(values.overlap),
      expiresAt: endOf(values.expiration),
    });
    onMade(made);
    await client.invalidateQueries({ queryKey: tokensQuery.queryKey });
  });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <Text size="sm">
          You get a new token with the same name and permission, and answer for it. Enter it in the
          identity provider before the old one ({token.hint}…) ends.
        </Text>
        <Select
          label="The old token goes on working for"
          data={OVERLAPS}
          allowDeselect={false}
          {...form.getInputProps('overlap')}
        />
        <ExpirationField
          value={expiration}
          onChange={(value) => form.setFieldValue('expiration', value)}
          error={form.errors.expiration === undefined ? undefined : String(form.errors.expiration)}
        />
        {isTaken && <PurposeIsTaken rivals={rivals} />}
        {error !== undefined && <ErrorNotice error={error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy} disabled={isTaken}>
            Rotate token
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
