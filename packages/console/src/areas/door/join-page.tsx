import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { post } from '../../api/call.ts';
import { meQuery } from '../../api/me.ts';
import type { Instant } from '../../api/types.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { AnchorLink } from '../../components/links.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { When } from '../../components/when.tsx';
import { useLinkCode } from '../../link-code.ts';
import { Door, ToSignIn } from './door.tsx';
import { useEnter } from './enter.ts';
import { JoinBySingleSignOn } from './join-by-single-sign-on.tsx';
import { JoinWithAccount } from './join-with-account.tsx';
import { NewPasswordForm } from './new-password-form.tsx';
import { NoCode } from './no-code.tsx';

interface Look {
  readonly organization: { readonly name: string; readonly slug: string };
  readonly email: string;
  readonly displayName: string | null;
  readonly invitedBy: string;
  readonly expiresAt: Instant | null;
  /** A new password, the account that the address has, or the organisation's identity provider alone. */
  readonly needs: 'newAccount' | 'signIn' | 'singleSignOn';
  /** The organisation's identity provider; null when it has none. */
  readonly singleSignOn: { readonly name: string; readonly required: boolean } | null;
}

/** The link of an invitation: who invites whom, and as whom to accept. */
export function JoinPage() {
  const code = useLinkCode();
  const look = useQuery({
    queryKey: ['invitation', code],
    queryFn: () => post<Look>('/invitations/look', { code }),
    enabled: code !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (code === undefined) {
    return (
      <NoCode
        where="the mail that invites you"
        otherwise="If you have joined, sign in. If the mail is gone, ask your administrator to send it again."
      />
    );
  }
  if (look.error !== null) {
    return (
      <Door title="This invitation cannot be opened" below={<ToSignIn />}>
        <ErrorNotice title="Why" error={look.error} />
      </Door>
    );
  }
  if (look.data === undefined) {
    return (
      <Door title="Your invitation">
        <QueryView query={look}>{() => null}</QueryView>
      </Door>
    );
  }
  return <Invitation code={code} look={look.data} />;
}

function Invitation({ code, look }: { readonly code: string; readonly look: Look }) {
  const { organization, email, displayName, invitedBy, expiresAt, needs, singleSignOn } = look;
  const enter = useEnter();
  const { data: me } = useQuery({ ...meQuery, retry: false });
  const signedInAs = me?.account?.email;

  async function accept(password?: string) {
    await post('/invitations/accept', { code, ...(password !== undefined && { password }) });
    await enter();
  }

  return (
    <Door
      title={`Join ${organization.name}`}
      description={
        <>
          {invitedBy} invites {displayName ?? 'you'}, as{' '}
          <Text span inherit fw={600}>
            {email}
          </Text>
          . The invitation ends <When at={expiresAt} none="never" />.
        </>
      }
      below={
        needs === 'signIn' ? (
          <AnchorLink to="/forgot-password" size="sm">
            I forgot my password
          </AnchorLink>
        ) : undefined
      }
    >
      {signedInAs !== undefined && !isSameAddress(signedInAs, email) && (
        <Text size="sm">
          You are signed in as {signedInAs}. Joining as {email} signs you out there.
        </Text>
      )}
      {singleSignOn !== null && (
        <JoinBySingleSignOn
          code={code}
          provider={singleSignOn.name}
          isOnlyWay={needs === 'singleSignOn'}
        />
      )}
      {needs === 'newAccount' && (
        <>
          <Text size="sm">
            Choose a password. You sign in with it and your address from now on.
          </Text>
          <NewPasswordForm email={email} action="Join" onSubmit={accept} />
        </>
      )}
      {needs === 'signIn' && (
        <JoinWithAccount
          email={email}
          isSignedIn={signedInAs !== undefined && isSameAddress(signedInAs, email)}
          onAccept={accept}
        />
      )}
    </Door>
  );
}

function isSameAddress(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
