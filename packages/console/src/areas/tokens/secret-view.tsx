import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { CopyField } from '../../components/copy-field.tsx';

interface SecretViewProps {
  readonly token: string;
  readonly baseUrl: string;
  readonly onDone: () => void;
}

/** The one time that a token is seen. */
export function SecretView({ token, baseUrl, onDone }: SecretViewProps) {
  return (
    <Stack gap="md">
      <Alert color="yellow" variant="light" icon={<IconAlertTriangle />} title="Copy it now">
        <Text size="sm">
          We keep no copy: once this window is closed or the page is loaded again, nobody can see
          the token any more. If it is lost, revoke it and make another.
        </Text>
      </Alert>
      <CopyField
        label="Token"
        description="For identity providers that ask for a token, a secret token or a bearer token."
        value={token}
      />
      <CopyField
        label="API token with scheme"
        description="For Okta's application “SCIM 2.0 Test App (Header Auth)”, which sends the field as it is typed."
        value={`bearer ${token}`}
      />
      <CopyField
        label="Base URL"
        description="Where the identity provider sends its requests."
        value={baseUrl}
      />
      <Group justify="flex-end">
        <Button onClick={onDone}>I have copied the token</Button>
      </Group>
    </Stack>
  );
}
