import { List, Select, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../../api/call.ts';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { tell } from '../../../components/tell.ts';
import type { BrakeOf } from './held-types.ts';
import { count, sumInWords } from './words.ts';

/** What somebody is about to say. */
export interface Decision {
  readonly kind: 'release' | 'discard';
  /** How many held changes it is about. */
  readonly count: number;
  /** Those that were picked; without it all of the connection. */
  readonly ids?: readonly string[];
}

interface DecisionDialogProps {
  /** For a decision about all that it holds. */
  readonly connection?: BrakeOf;
  readonly decision: Decision | undefined;
  readonly onClose: () => void;
  readonly onDone?: () => void;
}

interface Released {
  readonly applied: number;
  readonly waiting: number;
}

/** Asks before people lose their access, or before a removal is refused. */
export function DecisionDialog({ connection, decision, onClose, onDone }: DecisionDialogProps) {
  const client = useQueryClient();
  const [openMinutes, setOpenMinutes] = useState('0');
  const isRelease = decision?.kind === 'release';
  const isAll = decision?.ids === undefined;
  const number = decision?.count ?? 0;

  async function decide() {
    const which = isAll ? { connection: connection?.id, all: true } : { ids: decision.ids };
    if (isRelease) {
      const more = isAll && openMinutes !== '0' ? { openMinutes: Number(openMinutes) } : {};
      const done = await post<Released>('/held-changes/release', { ...which, ...more });
      tell(releasedInWords(done));
    } else {
      const { discarded } = await post<{ discarded: number }>('/held-changes/discard', which);
      tell(`${count(discarded, 'change')} discarded. Nobody lost anything.`);
    }
    onDone?.();
    await client.invalidateQueries({ queryKey: ['held'] });
    await client.invalidateQueries({ queryKey: ['overview'] });
    await client.invalidateQueries({ queryKey: ['notices'] });
  }

  return (
    <ConfirmDialog
      opened={decision !== undefined}
      onClose={onClose}
      title={
        isRelease ? `Release ${count(number, 'change')}?` : `Discard ${count(number, 'change')}?`
      }
      action={isRelease ? `Release ${number}` : `Discard ${number}`}
      isDangerous={isRelease}
      {...(isRelease ? { typed: String(number) } : {})}
      onConfirm={decide}
    >
      {isRelease ? (
        <Stack gap="sm">
          {isAll && connection !== undefined && <Text size="sm">{sumInWords(connection)}.</Text>}
          <List size="sm" spacing={4}>
            <List.Item>
              People are deactivated or deleted now: they are signed out and lose what they may do.
            </List.Item>
            <List.Item>
              Members leave a group when the identity provider repeats its request, since only that
              says who.
            </List.Item>
            <List.Item>
              This cannot be undone here; only the identity provider can bring them back.
            </List.Item>
          </List>
          {isAll && (
            <Select
              label="And what comes after that?"
              allowDeselect={false}
              comboboxProps={{ withinPortal: true }}
              value={openMinutes}
              onChange={(value) => setOpenMinutes(value ?? '0')}
              data={[
                { value: '0', label: 'The brake goes on watching' },
                { value: '60', label: 'Removals pass for one hour' },
                { value: '1440', label: 'Removals pass for one day' },
              ]}
            />
          )}
        </Stack>
      ) : (
        <List size="sm" spacing={4}>
          <List.Item>Whoever it is about stays as they are.</List.Item>
          <List.Item>
            Mend the assignment in the identity provider: as long as it goes on asking, the question
            comes back.
          </List.Item>
          <List.Item>On second thoughts you can still release it from Discarded.</List.Item>
        </List>
      )}
    </ConfirmDialog>
  );
}

function releasedInWords({ applied, waiting }: Released): string {
  const later = waiting === 0 ? '' : ` ${count(waiting, 'change')} will be made when repeated.`;
  return `${count(applied, 'change')} made.${later}`;
}
