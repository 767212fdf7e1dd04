import { List, Tabs } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { given, oneOf } from '../../api/search-params.ts';
import { CopyField } from '../../components/copy-field.tsx';
import { Section } from '../../components/section.tsx';
import { GUIDE } from './guides.tsx';
import { GUIDES, ssoRoute } from './routes.tsx';

/** What to do at the identity provider, under the labels that it has there. */
export function GuideSection({ redirectUri }: { readonly redirectUri: string }) {
  const { guide = 'okta' } = ssoRoute.useSearch();
  const navigate = useNavigate({ from: ssoRoute.fullPath });
  return (
    <Section
      title="1. At your identity provider"
      description="Make an application of the kind web, with the authorization code flow and the scope openid."
    >
      <CopyField
        label={GUIDE[guide].redirectLabel}
        value={redirectUri}
        description="Enter it there exactly so."
      />
      <Tabs
        value={guide}
        onChange={(value) => void navigate({ search: given({ guide: oneOf(GUIDES, value) }) })}
        keepMounted={false}
      >
        <Tabs.List>
          {GUIDES.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {GUIDE[name].name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={guide} pt="md">
          <List type="ordered" size="sm" spacing="xs">
            {GUIDE[guide].steps.map((step, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a guide do not change
              <List.Item key={at}>{step}</List.Item>
            ))}
          </List>
        </Tabs.Panel>
      </Tabs>
    </Section>
  );
}
