import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { remove } from '../../api/call.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Section } from '../../components/section.tsx';
import { type Provider, useSsoChanged } from './queries.ts';

/** Forgetting the provider. */
export function DeleteSection({ provider }: { readonly provider: Provider }) {
  const [isAsking, asking] = useDisclosure(false);
  const changed = useSsoChanged();
  return (
    <Section
      title="Remove it"
      description="Forgets the provider, its secret, and who is who there. To stop it for a while, turn it off instead."
    >
      <Group>
        <Button variant="default" onClick={asking.open}>
          Remove single sign-on
        </Button>
      </Group>
      <ConfirmDialog
        opened={isAsking}
        onClose={asking.close}
        title="Remove single sign-on?"
        action="Remove"
        typed={provider.name}
        onConfirm={async () => {
          await remove('/single-sign-on');
          await changed();
        }}
      >
        Everybody who signed in by it is signed out, and everybody has to be linked anew if you set
        it up again. Whoever has no password here gets in only by a new invitation or password.
      </ConfirmDialog>
    </Section>
  );
}
