/** What to do at each identity provider; docs/single-sign-on.md says the same with the reasons. */
import { Code } from '@mantine/core';
import type { ReactNode } from 'react';
import type { GuideName } from './routes.tsx';

interface Guide {
  readonly name: string;
  /** What the redirect URI is called there. */
  readonly redirectLabel: string;
  readonly steps: readonly ReactNode[];
}

export const GUIDE: Readonly<Record<GuideName, Guide>> = {
  okta: {
    name: 'Okta',
    redirectLabel: 'Sign-in redirect URI',
    steps: [
      'Applications › Create App Integration: OIDC - OpenID Connect, then Web Application.',
      'Grant type: Authorization Code. Enter the Sign-in redirect URI from above.',
      'Assignments: the same people as for provisioning (SCIM).',
      <>
        Below, Issuer is <Code>https://your-domain.okta.com</Code>, without a path. Client ID and
        Client secret are on the tab General.
      </>,
      'Claim: sub. Choose the connection that Okta provisions, and people are linked by themselves with their first sign-in.',
    ],
  },
  entra: {
    name: 'Microsoft Entra ID',
    redirectLabel: 'Redirect URI',
    steps: [
      'App registrations › New registration: accounts in this organizational directory only. Redirect URI of the kind Web, from above.',
      'Certificates & secrets › New client secret. Its value is shown once. It expires: note when, and enter a new one here before.',
      'Token configuration › Add optional claim › ID › auth_time, so that people can prove that it is them.',
      <>
        Below, Issuer is <Code>https://login.microsoftonline.com/tenant-id/v2.0</Code> with your
        Directory (tenant) ID. Client ID is the Application (client) ID.
      </>,
      'Claim: oid, the object id of the person. In the provisioning of the enterprise application, map objectId to externalId, and people are linked by themselves.',
    ],
  },
  google: {
    name: 'Google',
    redirectLabel: 'Authorised redirect URI',
    steps: [
      'Google Cloud console › APIs & Services › Credentials › Create credentials › OAuth client ID: Web application. The consent screen: Internal.',
      'Enter the authorised redirect URI from above.',
      <>
        Below, Issuer is <Code>https://accounts.google.com</Code>. Claim: sub.
      </>,
      'Link people on the page of each user, or let them link themselves: Google does not provision the id by which it signs people in.',
      'Google does not say when somebody signed in, so what needs proof takes a password here, or a link of the operator.',
    ],
  },
  generic: {
    name: 'Another',
    redirectLabel: 'Redirect URI',
    steps: [
      'Make a confidential client, kind web, with the authorization code flow. Enter the redirect URI from above, in full.',
      'ID tokens signed with RS256, PS256, ES256 or EdDSA; scope openid.',
      <>
        Below, Issuer is exactly what its discovery document says, such as{' '}
        <Code>https://host/realms/name</Code> at Keycloak: a slash more is another issuer.
      </>,
      'Claim: sub, or another that is never given to somebody else. Addresses and names are refused.',
      'A provider inside your own network has to be reachable by the service; ask whoever runs it.',
    ],
  },
};
