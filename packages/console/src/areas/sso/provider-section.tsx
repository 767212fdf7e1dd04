import {
  Alert,
  Button,
  Checkbox,
  Group,
  NativeSelect,
  PasswordInput,
  Stack,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { put } from '../../api/call.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Section } from '../../components/section.tsx';
import { tell } from '../../components/tell.ts';
import { connectionNamesQuery, type Provider, useSsoChanged } from './queries.ts';

interface Values {
  name: string;
  issuer: string;
  clientId: string;
  /** Empty keeps the one that there is. */
  clientSecret: string;
  isPublic: boolean;
  subjectClaim: string;
  /** Id; empty for none. */
  connection: string;
  honoursSessionExpiry: boolean;
}

/** What the provider gave: who it is, and who we are there. */
export function ProviderSection({ provider }: { readonly provider: Provider | null }) {
  const changed = useSsoChanged();
  const { data: connections = [] } = useQuery(connectionNamesQuery);
  const [error, setError] = useState<Error>();
  const form = useForm<Values>({ initialValues: valuesOf(provider) });
  const { issuer, subjectClaim, clientId, isPublic } = form.values;

  async function save(values: Values) {
    setError(undefined);
    try {
      await put('/single-sign-on', bodyOf(values));
      await changed();
      form.setFieldValue('clientSecret', '');
      form.resetDirty();
      tell('Saved.');
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)));
    }
  }

  return (
    <Section title="2. What you got there">
      <form onSubmit={form.onSubmit(save)}>
        <Stack gap="md" maw="38rem">
          <TextInput
            label="Name"
            description="What people read on the button that leads there."
            maxLength={100}
            required
            {...form.getInputProps('name')}
          />
          <TextInput
            label="Issuer"
            description="The address by which the provider names itself, exactly as it writes it."
            placeholder="https://acme.okta.com"
            maxLength={500}
            required
            {...form.getInputProps('issuer')}
          />
          <TextInput
            label="Client ID"
            maxLength={500}
            autoComplete="off"
            required
            {...form.getInputProps('clientId')}
          />
          <Checkbox
            label="A public client, without a secret"
            description="Only if the provider gives none."
            {...form.getInputProps('isPublic', { type: 'checkbox' })}
          />
          {!isPublic && (
            <PasswordInput
              label="Client secret"
              description={
                provider?.hasSecret
                  ? 'One is kept, sealed, and shown to nobody. Leave it empty to keep it.'
                  : 'Kept sealed, and shown to nobody afterwards.'
              }
              maxLength={2000}
              autoComplete="new-password"
              visibilityToggleButtonProps={{ 'aria-label': 'Show the secret' }}
              {...form.getInputProps('clientSecret')}
            />
          )}
          <TextInput
            label="Claim that says who somebody is"
            description="sub, or oid at Microsoft Entra ID. Never an address: those are given to others one day."
            maxLength={100}
            required
            {...form.getInputProps('subjectClaim')}
          />
          <NativeSelect
            label="Connection that provisions the same people"
            description="Whoever it provisions with the claim as externalId is linked with their first sign-in."
            data={[
              { value: '', label: 'None: people are linked one by one' },
              ...connections.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            {...form.getInputProps('connection')}
          />
          <Checkbox
            label="End sessions when the provider says"
            description="Only if it sends the claim session_expiry."
            {...form.getInputProps('honoursSessionExpiry', { type: 'checkbox' })}
          />
          <Consequences provider={provider} next={{ issuer, subjectClaim, clientId }} />
          {error !== undefined && <ErrorNotice error={error} />}
          <Group>
            <Button type="submit" loading={form.submitting}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

interface ConsequencesProps {
  readonly provider: Provider | null;
  readonly next: Pick<Provider, 'issuer' | 'subjectClaim' | 'clientId'>;
}

/** What follows from changing what others rely on. */
function Consequences({ provider, next }: ConsequencesProps) {
  if (provider === null) return null;
  const isOther = provider.issuer !== next.issuer.trim();
  const isClaim = provider.subjectClaim !== next.subjectClaim.trim();
  if (!isOther && !isClaim && provider.clientId === next.clientId.trim()) return null;
  return (
    <Alert variant="light" color="yellow" title="This ends sessions">
      Everybody who signed in by the provider is signed out.
      {isOther && ' The secret is needed anew.'}
      {isClaim && ' Everybody has to be linked anew, since they were linked by the other claim.'}
    </Alert>
  );
}

function valuesOf(provider: Provider | null): Values {
  return {
    name: provider?.name ?? '',
    issuer: provider?.issuer ?? '',
    clientId: provider?.clientId ?? '',
    clientSecret: '',
    isPublic: provider !== null && !provider.hasSecret,
    subjectClaim: provider?.subjectClaim ?? 'sub',
    connection: provider?.connectionId ?? '',
    honoursSessionExpiry: provider?.honoursSessionExpiry ?? false,
  };
}

function bodyOf({ clientSecret, isPublic, connection, ...values }: Values) {
  const { name, issuer, clientId, subjectClaim, honoursSessionExpiry } = values;
  return {
    name: name.trim(),
    issuer: issuer.trim(),
    clientId: clientId.trim(),
    subjectClaim: subjectClaim.trim(),
    honoursSessionExpiry,
    connection: connection === '' ? null : connection,
    ...(isPublic ? { clientSecret: null } : clientSecret === '' ? {} : { clientSecret }),
  };
}
