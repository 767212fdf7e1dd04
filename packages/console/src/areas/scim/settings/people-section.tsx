import { Choice } from './choice.tsx';
import type { FormProps } from './draft.ts';
import { Section } from './section.tsx';

/** What follows when somebody is provisioned. */
export function PeopleSection({ draft, onChange }: FormProps) {
  return (
    <Section title="People" description="What happens when the identity provider creates somebody.">
      <Choice
        label="Invitations"
        value={draft.invitations}
        onChange={(invitations) => onChange({ invitations })}
        options={[
          {
            value: 'send',
            label: 'Send at once',
            description: 'Whoever is assigned gets an e-mail to join right away.',
          },
          {
            value: 'hold',
            label: 'Hold until you release them',
            description:
              'Nobody is mailed before one of you has looked. Good to begin with: a wrong assignment mails nobody.',
          },
          {
            value: 'none',
            label: 'None',
            description: 'For organisations whose people sign in by single sign-on alone.',
          },
        ]}
      />
      <Choice
        label="Claims: somebody who may be a member already"
        value={draft.linkPolicy}
        onChange={(linkPolicy) => onChange({ linkPolicy })}
        options={[
          {
            value: 'automatic',
            label: 'Link when it is certain, ask otherwise',
            description:
              'A user whose address a member has proven to own is linked to that member. Every doubt becomes a claim, which you decide.',
          },
          {
            value: 'ask',
            label: 'Always ask',
            description:
              'Every match waits under Claims. Until you decide, the user has no permissions.',
          },
          {
            value: 'never',
            label: 'Never link',
            description: 'Whoever is provisioned becomes a new member, even with a known address.',
          },
        ]}
      />
    </Section>
  );
}
