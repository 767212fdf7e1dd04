import { Stack, Switch, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { CopyField } from '../../components/copy-field.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ButtonLink } from '../../components/links.tsx';
import { Page } from '../../components/page.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Trail } from '../../components/trail.tsx';
import { trailTo } from '../../layout/navigation.ts';
import { MENU } from '../menu.ts';
import { NewTokenForm } from './new-token-form.tsx';
import { RevokeDialog } from './revoke-dialog.tsx';
import { RotateTokenForm } from './rotate-token-form.tsx';
import { tokensRoute } from './routes.tsx';
import { tokenColumns } from './token-columns.tsx';
import { TokenDialog } from './token-dialog.tsx';
import { type Connection, connectionsQuery, isUsable, type Tokens, tokensQuery } from './tokens.ts';

/** What identity providers show that they may provision (walkthrough 2.2 to 2.5). */
export function TokensPage() {
  const tokens = useQuery(tokensQuery);
  const connections = useQuery(connectionsQuery);
  return (
    <Page
      title="Personal Access Tokens"
      trail={<Trail steps={trailTo(MENU, tokensRoute.to)} />}
      description="An identity provider sends a token with each request: it says which organisation and connection the request is for, and what it may do. Whoever has a token can use it, so keep it like a password."
      actions={
        <ButtonLink to={tokensRoute.to} search={(old) => ({ ...old, create: true })}>
          New Access Token
        </ButtonLink>
      }
    >
      <QueryView query={tokens}>
        {(all) => (
          <QueryView query={connections}>
            {(found) => <TokenList all={all} connections={found} />}
          </QueryView>
        )}
      </QueryView>
    </Page>
  );
}

interface TokenListProps {
  readonly all: Tokens;
  readonly connections: readonly Connection[];
}

function TokenList({ all, connections }: TokenListProps) {
  const { ended, create, name, rotate, revoke } = tokensRoute.useSearch();
  const navigate = useNavigate({ from: tokensRoute.fullPath });
  const { tokens, baseUrl } = all;
  const close = () => void navigate({ search: { ended }, replace: true });
  const rows = useMemo(
    () => tokens.filter((token) => ended || isUsable(token, Date.now())).toReversed(),
    [tokens, ended],
  );
  const columns = useMemo(
    () =>
      tokenColumns({
        tokens,
        connections,
        onRotate: (id) => void navigate({ search: (old) => ({ ...old, rotate: id }) }),
        onRevoke: (id) => void navigate({ search: (old) => ({ ...old, revoke: id }) }),
      }),
    [tokens, connections, navigate],
  );
  const revoked = tokens.find(({ id }) => id === revoke);
  const rotated = tokens.find((token) => token.id === rotate && isUsable(token, Date.now()));
  return (
    <Stack>
      {rows.length === 0 ? (
        <NoTokens hasEnded={tokens.length > 0} />
      ) : (
        <DataTable label="Personal access tokens" {...{ columns, rows }} rowKey={({ id }) => id} />
      )}
      {tokens.length > 0 && (
        <Switch
          label="Show those that have expired or were revoked"
          checked={ended === true}
          onChange={(event) =>
            void navigate({
              search: { ended: event.currentTarget.checked || undefined },
              replace: true,
            })
          }
        />
      )}
      <CopyField
        label="Base URL"
        description="What identity providers ask for beside the token."
        value={baseUrl}
      />
      <TokenDialog
        opened={create === true}
        title="New access token"
        {...{ baseUrl }}
        onClose={close}
      >
        {(onMade) => <NewTokenForm {...{ all, connections, name, onMade }} onCancel={close} />}
      </TokenDialog>
      <TokenDialog
        opened={rotated !== undefined}
        title={`Rotate “${rotated?.name ?? ''}”`}
        {...{ baseUrl }}
        onClose={close}
      >
        {(onMade) =>
          rotated && <RotateTokenForm token={rotated} {...{ all, onMade }} onCancel={close} />
        }
      </TokenDialog>
      <RevokeDialog
        token={revoked}
        all={tokens}
        connection={connections.find(({ id }) => id === revoked?.connectionId)?.name ?? ''}
        onClose={close}
      />
    </Stack>
  );
}

function NoTokens({ hasEnded }: { readonly hasEnded: boolean }) {
  return (
    <EmptyState
      title={hasEnded ? 'No token is usable now' : 'There are no tokens yet'}
      action={
        <ButtonLink to={tokensRoute.to} search={{ create: true }}>
          New Access Token
        </ButtonLink>
      }
    >
      {hasEnded && <Text inherit>Identity providers are refused until one has a new token. </Text>}
      Make a token, and enter it in your identity provider together with the base URL below. Okta,
      Microsoft Entra ID and others then create, update and deactivate your users here by SCIM, the
      standard for that.
    </EmptyState>
  );
}
