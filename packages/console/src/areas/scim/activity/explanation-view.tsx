import { Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { InternalLink } from '../../../components/internal-link.tsx';
import { NoteBox } from '../../../components/note-box.tsx';
import type { Explanation } from './types.ts';

interface ExplanationViewProps {
  readonly explanation: Explanation;
  /** The words of the answer itself. */
  readonly detail: string | null;
}

/** Where in the console the commands of an explanation are done. */
const PLACES: readonly (readonly [RegExp, string, string])[] = [
  [
    /connection (?:held|release|discard)/,
    '/administration/scim/held-changes',
    'Go to Held changes',
  ],
  [/connection set/, '/administration/scim/settings', 'Go to Settings'],
  [/token (?:create|revoke)/, '/administration/developers/tokens', 'Go to Personal Access Tokens'],
  [/audit list/, '/administration/audit-log', 'Go to the audit log'],
];

/** What failed and why, and what to do on either side. */
export function ExplanationView({ explanation, detail }: ExplanationViewProps) {
  const { error } = explanation;
  if (error === undefined) return <Text size="sm">{detail ?? 'The log does not say why.'}</Text>;
  const place = PLACES.find(([commands]) => commands.test(error.here));
  return (
    <Stack gap="sm">
      <Text size="sm">
        {error.what} {error.why}
      </Text>
      {detail !== null && (
        <NoteBox color="gray" title="The answer said">
          {detail}
        </NoteBox>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Side title="On the identity provider’s side" text={error.onIdentityProvider} />
        <Side title="In Rollcall" text={withoutCommands(error.here)}>
          {place !== undefined && (
            <InternalLink to={place[1]} size="sm">
              {place[2]}
            </InternalLink>
          )}
        </Side>
      </SimpleGrid>
    </Stack>
  );
}

function Side({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text: string;
  readonly children?: React.ReactNode;
}) {
  return (
    <Paper withBorder p="md">
      <Title order={3} size="h6" mb={4}>
        {title}
      </Title>
      <Text size="sm">{text}</Text>
      {children}
    </Paper>
  );
}

/** Commands are the operator's; here there are pages. */
function withoutCommands(text: string): string {
  return text.replace(/ \(rollcall [^)]*\)/g, '');
}
