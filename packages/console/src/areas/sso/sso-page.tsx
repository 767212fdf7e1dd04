import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Page } from '../../components/page.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { Trail } from '../../components/trail.tsx';
import { DeleteSection } from './delete-section.tsx';
import { GuideSection } from './guide-section.tsx';
import { ProviderSection } from './provider-section.tsx';
import { type Provider, ssoQuery } from './queries.ts';
import { SwitchesSection } from './switches-section.tsx';
import { TestSection } from './test-section.tsx';

/** Setting up that people sign in by the organisation's own identity provider. */
export function SsoPage() {
  const sso = useQuery(ssoQuery);
  return (
    <Page
      title="Single sign-on"
      trail={<Trail steps={['Administration']} />}
      description="Your people sign in by your own identity provider, over OpenID Connect, instead of with a password here. Set it up there first, enter here what you get, test it, then turn it on."
      actions={sso.data && <State provider={sso.data.provider} />}
    >
      <QueryView query={sso}>
        {({ provider, redirectUri }) => (
          <Stack gap="md">
            <GuideSection redirectUri={redirectUri} />
            <ProviderSection provider={provider} key={provider?.issuer ?? ''} />
            {provider !== null && (
              <>
                <TestSection provider={provider} />
                <SwitchesSection provider={provider} />
                <DeleteSection provider={provider} />
              </>
            )}
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

function State({ provider }: { readonly provider: Provider | null }) {
  if (provider === null) return <StatusBadge tone="neutral">Not set up</StatusBadge>;
  if (!provider.enabled) return <StatusBadge tone="warning">Set up, not on</StatusBadge>;
  return <StatusBadge tone="good">{provider.required ? 'On, the only way in' : 'On'}</StatusBadge>;
}
