import { Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { path, remove } from '../../api/call.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { When } from '../../components/when.tsx';
import { isUsable, type Token, tokensQuery } from './tokens.ts';

interface RevokeDialogProps {
  /** Undefined closes it. */
  readonly token: Token | undefined;
  readonly all: readonly Token[];
  /** Of the connection that it is for. */
  readonly connection: string;
  readonly onClose: () => void;
}

/** Says which integration stops, and when the token was last used; what is in use has to be typed. */
export function RevokeDialog({ token, all, connection, onClose }: RevokeDialogProps) {
  const client = useQueryClient();
  const others = all.filter(
    (other) =>
      other.id !== token?.id &&
      other.connectionId === token?.connectionId &&
      isUsable(other, Date.now()),
  );
  const isInUse = token !== undefined && token.lastUsedAt !== null;
  return (
    <ConfirmDialog
      opened={token !== undefined}
      onClose={onClose}
      title={`Revoke “${token?.name ?? ''}”?`}
      action="Revoke token"
      {...(isInUse && { typed: token.name })}
      onConfirm={async () => {
        if (token !== undefined) await remove(path`/tokens/${token.id}`);
        await client.invalidateQueries({ queryKey: tokensQuery.queryKey });
      }}
    >
      <Stack gap="xs">
        <Text size="sm">
          {token?.lastUsedAt ? (
            <>
              It was last used <When at={token.lastUsedAt} />
              {token.lastUsedFrom !== null && ` from ${token.lastUsedFrom}`}.
            </>
          ) : (
            'It was never used.'
          )}
        </Text>
        <Text size="sm">
          {others.length === 0
            ? `It is the last one that the connection “${connection}” has: its identity provider is refused from now on, and nobody is provisioned or deprovisioned until a new token is entered there.`
            : `Whatever uses it is refused from now on. The connection “${connection}” goes on with ${others
                .map(({ name, hint }) => `“${name}” (${hint}…)`)
                .join(', ')}, if that is entered in the identity provider.`}
        </Text>
        <Text size="sm">This cannot be undone.</Text>
      </Stack>
    </ConfirmDialog>
  );
}
