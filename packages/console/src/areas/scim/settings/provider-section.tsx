import { Accordion, List, Select, Text, TextInput } from '@mantine/core';
import { Choice } from './choice.tsx';
import { type FormProps, PROVIDERS } from './draft.ts';
import { Section } from './section.tsx';
import { tolerancesOf } from './tolerances.ts';

/** What it is called, who is at the other end, and how exact it has to be. */
export function ProviderSection({ draft, onChange }: FormProps) {
  return (
    <Section
      title="Identity provider"
      description="Who sends people and groups, and how closely it has to keep to the standard."
    >
      <TextInput
        label="Name of the connection"
        description="What it is called here, in mails and in errors."
        maxLength={100}
        required
        value={draft.name}
        error={draft.name.trim() === '' ? 'Give it a name.' : undefined}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Select
        label="Identity provider"
        description="Guides the set-up, and says below what it is known to send. What is accepted depends on the mode alone."
        allowDeselect={false}
        data={Object.entries(PROVIDERS).map(([value, label]) => ({ value, label }))}
        value={draft.dialect}
        onChange={(dialect) => dialect !== null && onChange({ dialect })}
      />
      <Choice
        label="Mode"
        value={draft.mode}
        onChange={(mode) => onChange({ mode })}
        options={[
          {
            value: 'tolerant',
            label: 'Tolerant (recommended)',
            description:
              'Accepts what identity providers really send, and notes in the activity what it bent or left out.',
          },
          {
            value: 'strict',
            label: 'Strict',
            description:
              'Refuses everything that is not exactly as the standard says. For a client that you write yourself, or to test one.',
          },
        ]}
      />
      <Tolerances dialect={draft.dialect} />
    </Section>
  );
}

function Tolerances({ dialect }: { readonly dialect: string }) {
  const entries = tolerancesOf(dialect);
  const provider = dialect === 'generic' ? 'other clients' : (PROVIDERS[dialect] ?? dialect);
  if (entries.length === 0) {
    return <Text size="sm">{`No deviation from the standard is known of ${provider}.`}</Text>;
  }
  return (
    <Accordion variant="contained" order={3}>
      <Accordion.Item value="tolerances">
        <Accordion.Control>{`What is bent for ${provider} (${entries.length})`}</Accordion.Control>
        <Accordion.Panel>
          <List size="sm" spacing="xs">
            {entries.map(({ title, section, neededBy, strict }) => (
              <List.Item key={title}>
                {title}
                <Text size="xs" c="dimmed">
                  {`Bends ${section}, for ${neededBy.join(', ')}. Strict: ${strict === 'refused' ? 'refused' : 'accepted, too'}.`}
                </Text>
              </List.Item>
            ))}
          </List>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
