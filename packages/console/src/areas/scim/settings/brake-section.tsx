import { NumberInput, SimpleGrid, Switch, Text } from '@mantine/core';
import { InternalLink } from '../../../components/internal-link.tsx';
import { NoteBox } from '../../../components/note-box.tsx';
import { When } from '../../../components/when.tsx';
import { type BrakeOf, heldCount } from '../held/held-types.ts';
import { count, windowInWords } from '../held/words.ts';
import type { Draft, FormProps } from './draft.ts';
import { Section } from './section.tsx';

interface BrakeSectionProps extends FormProps {
  readonly brake: BrakeOf | undefined;
}

/** How many may be taken away without a question, and what that means here. */
export function BrakeSection({ draft, onChange, brake }: BrakeSectionProps) {
  const change =
    (name: 'brakePercent' | 'brakeLeast' | 'brakeWindowMinutes') => (value: string | number) => {
      if (typeof value === 'number' && Number.isInteger(value)) onChange({ [name]: value });
    };
  return (
    <Section
      title="Brake"
      description="Holds removals by the many until one of you says that they are meant. The identity provider is told to come back later; nothing is lost by it."
    >
      <Switch
        label="Hold removals beyond the limit"
        description="Recommended: one wrong click there can take everybody away within minutes."
        checked={draft.brake}
        onChange={(event) => onChange({ brake: event.currentTarget.checked })}
      />
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <NumberInput
          label="Share, %"
          description="Of what there was, 1 to 100"
          min={1}
          max={100}
          clampBehavior="blur"
          allowDecimal={false}
          disabled={!draft.brake}
          value={draft.brakePercent}
          onChange={change('brakePercent')}
        />
        <NumberInput
          label="At least"
          description="So many may always go"
          min={1}
          max={1_000_000}
          clampBehavior="blur"
          allowDecimal={false}
          disabled={!draft.brake}
          value={draft.brakeLeast}
          onChange={change('brakeLeast')}
        />
        <NumberInput
          label="Within, minutes"
          description="From 10 to 1,440, a day"
          min={10}
          max={1440}
          clampBehavior="blur"
          allowDecimal={false}
          disabled={!draft.brake}
          value={draft.brakeWindowMinutes}
          onChange={change('brakeWindowMinutes')}
        />
      </SimpleGrid>
      {brake !== undefined && <Meaning draft={draft} brake={brake} />}
    </Section>
  );
}

function Meaning({ draft, brake }: { readonly draft: Draft; readonly brake: BrakeOf }) {
  const { users, memberships, smallUsers, brakeOpenUntil } = brake;
  const held = heldCount(brake);
  const limit = (total: number) =>
    Math.max(draft.brakeLeast, Math.floor((total * draft.brakePercent) / 100));
  const isOpen = brakeOpenUntil !== null && Date.parse(brakeOpenUntil) > Date.now();
  return (
    <NoteBox color="gray" title="What that means here, today">
      <Text size="sm">
        {!draft.brake
          ? 'Everything that the identity provider takes away goes at once.'
          : users.total <= smallUsers
            ? `With ${count(users.total, 'active user')} there is no brake yet: it begins with more than ${smallUsers}, since in a small organisation everybody is noticed to be gone.`
            : `Of ${count(users.total, 'active user')}, ${limit(users.total)} may go within ${windowInWords(draft.brakeWindowMinutes)}; of ${count(memberships.total, 'membership')} of groups, ${limit(memberships.total)}. The next one is held.`}
      </Text>
      {isOpen && (
        <Text size="sm" mt={4}>
          Somebody has opened it for a planned removal: it watches again{' '}
          <When at={brakeOpenUntil} />.
        </Text>
      )}
      {held > 0 && (
        <Text size="sm" mt={4}>
          {count(held, 'change')} held now.{' '}
          <InternalLink size="sm" to="/administration/scim/held-changes">
            Decide about them
          </InternalLink>
        </Text>
      )}
    </NoteBox>
  );
}
