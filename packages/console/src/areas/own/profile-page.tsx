import { Stack } from '@mantine/core';
import { useMe } from '../../api/me.ts';
import { Page } from '../../components/page.tsx';
import { AboutYou } from './about-you.tsx';
import { OwnSessions } from './own-sessions.tsx';
import { OwnTokens } from './own-tokens.tsx';
import { SigningIn } from './signing-in.tsx';

/** Who one is here, how one signs in, and where one is signed in now. */
export function ProfilePage() {
  const { orgAdmin } = useMe();
  return (
    <Page title="My profile" description="Who you are here, and how you sign in.">
      <Stack gap="xl">
        <AboutYou />
        <SigningIn />
        <OwnSessions />
        {orgAdmin && <OwnTokens />}
      </Stack>
    </Page>
  );
}
