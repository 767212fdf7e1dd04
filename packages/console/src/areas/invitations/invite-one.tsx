import {
  Button,
  Checkbox,
  Fieldset,
  Group,
  NativeSelect,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { entryPointsQuery, rolesQuery } from '../../api/access.ts';
import { post } from '../../api/call.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Section } from '../../components/section.tsx';
import { tell } from '../../components/tell.ts';
import { useInvitationsChanged } from './queries.ts';
import type { Invitation } from './types.ts';

interface Values {
  email: string;
  displayName: string;
  orgAdmin: boolean;
  /** By key of the entry point, the key of the role; empty for none. */
  roles: Record<string, string>;
  isHeld: boolean;
}

/** A form for one invitation. */
export function InviteOne() {
  const router = useRouter();
  const changed = useInvitationsChanged();
  const [error, setError] = useState<Error>();
  const form = useForm<Values>({
    initialValues: { email: '', displayName: '', orgAdmin: false, roles: {}, isHeld: false },
  });

  async function invite({ email, displayName, orgAdmin, roles, isHeld }: Values) {
    setError(undefined);
    const name = displayName.trim();
    try {
      const made = await post<Invitation>('/invitations', {
        email: email.trim(),
        ...(name === '' ? {} : { displayName: name }),
        orgAdmin,
        roles: Object.entries(roles).flatMap(([entryPoint, role]) =>
          role === '' ? [] : [{ entryPoint, role }],
        ),
        isHeld,
      });
      await changed();
      tell(
        isHeld ? 'The invitation is held: nobody is mailed yet.' : `${email.trim()} is invited.`,
      );
      await router.navigate({
        to: '/administration/invitations/$invitation',
        params: { invitation: made.id },
      });
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)));
    }
  }

  return (
    <Section title="One person">
      <form onSubmit={form.onSubmit(invite)}>
        <Stack gap="md" maw="34rem">
          <TextInput
            label="E-mail address"
            type="email"
            required
            maxLength={320}
            autoComplete="off"
            {...form.getInputProps('email')}
          />
          <TextInput
            label="Name"
            description="So that you recognise them; they are not asked for it."
            maxLength={200}
            autoComplete="off"
            {...form.getInputProps('displayName')}
          />
          <Roles
            chosen={form.values.roles}
            onChoose={(key, role) =>
              form.setFieldValue('roles', { ...form.values.roles, [key]: role })
            }
          />
          <Checkbox
            label="Org Admin"
            description="Sees and changes everything in this console, as you do."
            {...form.getInputProps('orgAdmin', { type: 'checkbox' })}
          />
          <Checkbox
            label="Hold it: mail nobody yet"
            description="It waits under Invitations, Held, until somebody releases it."
            {...form.getInputProps('isHeld', { type: 'checkbox' })}
          />
          {error !== undefined && <ErrorNotice error={error} />}
          <Group>
            <Button type="submit" loading={form.submitting}>
              Invite
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

interface RolesProps {
  readonly chosen: Readonly<Record<string, string>>;
  readonly onChoose: (entryPoint: string, role: string) => void;
}

function Roles({ chosen, onChoose }: RolesProps) {
  const { data: entryPoints = [] } = useQuery(entryPointsQuery);
  const { data: roles = [] } = useQuery(rolesQuery);
  if (entryPoints.length === 0) return null;
  return (
    <Fieldset legend="Roles">
      <Stack gap="sm">
        <Text size="xs" c="dimmed">
          What the person may do, from the moment they accept. For somebody who is a member already,
          leave them out: give them on the page of the user.
        </Text>
        {entryPoints.map(({ key, name }) => (
          <NativeSelect
            key={key}
            label={name}
            value={chosen[key] ?? ''}
            onChange={(event) => onChoose(key, event.currentTarget.value)}
            data={[
              { value: '', label: 'No role' },
              ...roles.map((role) => ({ value: role.key, label: role.name })),
            ]}
          />
        ))}
      </Stack>
    </Fieldset>
  );
}
