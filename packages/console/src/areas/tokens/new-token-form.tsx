import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { post } from '../../api/call.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useSubmit } from '../../components/use-submit.ts';
import { ExpirationField } from './expiration-field.tsx';
import { endOf, expirationProblem, FIRST_EXPIRATION } from './expirations.ts';
import { PurposeIsTaken } from './purpose-is-taken.tsx';
import {
  type Connection,
  type NewToken,
  rivalsOf,
  SCOPE_NAMES,
  type Scope,
  type Tokens,
  tokensQuery,
} from './tokens.ts';

interface NewTokenFormProps {
  readonly all: Tokens;
  readonly connections: readonly Connection[];
  /** What it is called to begin with. */
  readonly name?: string | undefined;
  readonly onMade: (made: NewToken) => void;
  readonly onCancel: () => void;
}

const SCOPE_DATA = Object.entries(SCOPE_NAMES).map(([value, label]) => ({ value, label }));

/** Walkthrough 2.3: name, expiration and permission; the connection only where there is a choice. */
export function NewTokenForm(props: NewTokenFormProps) {
  const { all, connections, name = '', onMade, onCancel } = props;
  const client = useQueryClient();
  const form = useForm({
    initialValues: {
      name,
      scope: 'scim:write' as Scope,
      connection: connections[0]?.id ?? '',
      expiration: FIRST_EXPIRATION,
    },
    validate: {
      name: (name) => (name.trim() === '' ? 'Give it a name.' : null),
      expiration: expirationProblem,
    },
  });
  const { scope, connection, expiration } = form.values;
  const rivals = rivalsOf(all.tokens, { connectionId: connection, scope }, Date.now());
  const isTaken = rivals.length >= all.activePerPurpose;
  const { error, isBusy, submit } = useSubmit(async (values: typeof form.values) => {
    const made = await post<NewToken>('/tokens', {
      name: values.name.trim(),
      scope: values.scope,
      connection: values.connection,
      expiresAt: endOf(values.expiration),
    });
    onMade(made);
    await client.invalidateQueries({ queryKey: tokensQuery.queryKey });
  });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <TextInput
          data-autofocus
          label="Name"
          description="What uses it, such as Okta production."
          maxLength={100}
          autoComplete="off"
          required
          {...form.getInputProps('name')}
        />
        <ExpirationField
          value={expiration}
          onChange={(value) => form.setFieldValue('expiration', value)}
          error={form.errors.expiration === undefined ? undefined : String(form.errors.expiration)}
        />
        <Select
          label="Permission"
          description="An identity provider that provisions has to read and write."
          data={SCOPE_DATA}
          allowDeselect={false}
          {...form.getInputProps('scope')}
        />
        {connections.length > 1 && (
          <Select
            label="Connection"
            description="The integration that it is for: a token sees the users and groups of one connection."
            data={connections.map(({ id, name }) => ({ value: id, label: name }))}
            allowDeselect={false}
            {...form.getInputProps('connection')}
          />
        )}
        {isTaken && <PurposeIsTaken rivals={rivals} />}
        {error !== undefined && <ErrorNotice error={error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy} disabled={isTaken}>
            Create Token
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
