import { Switch } from '@mantine/core';
import type { FormProps } from './draft.ts';
import { Section } from './section.tsx';

/** Whether groups can be pushed, and how they are told apart. */
export function GroupsSection({ draft, onChange }: FormProps) {
  return (
    <Section
      title="Groups"
      description="Groups that the identity provider pushes, to give roles to many at once."
    >
      <Switch
        label="Groups can be pushed"
        description="Off: users only. Your plan has to allow groups, too."
        checked={draft.groupsEnabled}
        onChange={(event) => onChange({ groupsEnabled: event.currentTarget.checked })}
      />
      <Switch
        label="Two groups may have the same name"
        description="Off: a second group of one name is refused (409), so that nobody gives a role to the wrong one."
        checked={draft.duplicateGroupNames}
        disabled={!draft.groupsEnabled}
        onChange={(event) => onChange({ duplicateGroupNames: event.currentTarget.checked })}
      />
    </Section>
  );
}
