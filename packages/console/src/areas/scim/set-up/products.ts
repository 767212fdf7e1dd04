/** Identity providers, and how each is connected, in the words that administrators see there. */

export interface ProductValue {
  /** What the field is called there. */
  readonly label: string;
  /** `{base}` is the base URL; a value without it is typed as it is. */
  readonly value: string;
  readonly hint?: string;
}

export interface Product {
  /** The dialect of the connection, too. */
  readonly key: string;
  readonly name: string;
  readonly values: readonly ProductValue[];
  /** How the token is entered there. */
  readonly token: { readonly label: string; readonly how: string };
  readonly steps: readonly string[];
  /** How groups are sent from there. */
  readonly groups: string;
  /** What to know beforehand. */
  readonly note?: string;
}

const BASE = '{base}';

export const PRODUCTS: readonly Product[] = [
  {
    key: 'okta',
    name: 'Okta',
    values: [{ label: 'Base URL', value: BASE }],
    token: {
      label: 'API Token',
      how: 'Type bearer in small letters, a space, and then the token: bearer rcpat_…',
    },
    steps: [
      'In the Admin Console go to Applications › Applications › Browse App Catalog. Find “SCIM 2.0 Test App (Header Auth)” and choose Add Integration. With this template Okta sends only what changed in a group.',
      'Open the tab Provisioning › Integration. Choose Configure API Integration, then Enable API integration.',
      'Enter the Base URL and the API Token from this page.',
      'Choose Test API Credentials. Okta asks for the first two users and gets an empty list, which is right. Save.',
      'Open Provisioning › To App › Edit. Enable Create Users, Update User Attributes and Deactivate Users. Save.',
      'Open Assignments and assign a few people. Start with a small group.',
    ],
    groups:
      'Open Push Groups and push the groups that give roles. Use other groups for Assignments than for Push Groups.',
  },
  {
    key: 'entra',
    name: 'Microsoft Entra ID',
    values: [{ label: 'Tenant URL', value: BASE }],
    token: { label: 'Secret Token', how: 'Enter the token alone, without any word before it.' },
    steps: [
      'In the Microsoft Entra admin center go to Enterprise applications › New application › Create your own application. Choose “Integrate any other application you don’t find in the gallery (Non-gallery)”.',
      'Open Provisioning and set the Provisioning Mode to Automatic.',
      'Under Admin Credentials enter the Tenant URL and the Secret Token from this page.',
      'Choose Test Connection. Entra looks for somebody who does not exist and gets an empty list, which is right. Save.',
      'Under Mappings keep userName, active, emails[type eq "work"].value, externalId and the names.',
      'Under Users and groups assign a few people, then choose Start provisioning. Entra sends changes about every 40 minutes; Provision on demand sends one person at once.',
    ],
    groups: 'Groups that are assigned to the application are pushed with their direct members.',
  },
  {
    key: 'onelogin',
    name: 'OneLogin',
    values: [{ label: 'SCIM Base URL', value: BASE }],
    token: {
      label: 'SCIM Bearer Token',
      how: 'Enter the token alone, without any word before it.',
    },
    steps: [
      'Go to Applications › Add App and choose “SCIM Provisioner with SAML (SCIM v2 Enterprise)”.',
      'Open Configuration and enter the SCIM Base URL and the SCIM Bearer Token from this page.',
      'Under API Connection choose Enable. OneLogin reads what this service can do.',
      'Open Provisioning and tick Enable provisioning. Choose Suspend for users who are deleted in OneLogin: they are deactivated here.',
      'Save, then give the application to a few people under Users.',
    ],
    groups: 'Add a rule under Rules that sets Groups in the application, and the groups are sent.',
  },
  {
    key: 'jumpcloud',
    name: 'JumpCloud',
    values: [{ label: 'Base URL', value: BASE }],
    token: { label: 'Token Key', how: 'Enter the token alone, without any word before it.' },
    steps: [
      'Go to SSO Applications › Add New Application and choose a custom application with Export users to this app (Identity Management).',
      'Open Identity Management, choose SCIM API and SCIM 2.0.',
      'Enter the Base URL, the Token Key from this page and a test user e-mail that nobody has.',
      'Choose Test Connection, then Activate. JumpCloud makes a test user and a test group and deletes them again.',
      'Open User Groups and choose the groups of people who get the application.',
    ],
    groups: 'Tick Enable management of User Groups and Group Membership in this application.',
  },
  {
    key: 'ping',
    name: 'PingOne or PingFederate',
    values: [{ label: 'SCIM BASE URL', value: BASE }],
    token: {
      label: 'OAuth Access Token',
      how: 'Choose the authentication method OAuth 2 Bearer Token and enter the token alone.',
    },
    steps: [
      'In PingOne go to Integrations › Provisioning, add a connection to an identity store, and choose SCIM Outbound.',
      'Enter the SCIM BASE URL from this page. Keep /Users and /Groups and the SCIM version 2.0.',
      'Choose OAuth 2 Bearer Token and enter the token.',
      'Choose Test Connection, then Next. Keep the user filter userName Eq "%s". For the remove action choose Disable.',
      'Add a rule that says which people are sent, and switch connection and rule on.',
    ],
    groups: 'Add groups to the rule under Group Provisioning. Choose Merge for group memberships.',
  },
  {
    key: 'authentik',
    name: 'authentik',
    values: [{ label: 'URL', value: BASE }],
    token: { label: 'Token', how: 'Enter the token alone, without any word before it.' },
    steps: [
      'In the admin interface go to Applications › Providers › Create and choose SCIM Provider.',
      'Enter the URL and the Token from this page. Keep the property mappings that are chosen.',
      'Go to Applications › Applications, open the application and add the provider under Backchannel Providers.',
      'Open the provider and choose Run sync again to send everybody now.',
    ],
    groups:
      'Groups are sent with the people; choose a group filter on the provider to send only some.',
  },
  {
    key: 'keycloak',
    name: 'Keycloak',
    values: [{ label: 'SCIM base URL', value: BASE }],
    token: {
      label: 'Bearer token',
      how: 'Choose bearer authentication in the extension and enter the token alone.',
    },
    note: 'Keycloak itself sends nothing over SCIM: it takes an extension for that, such as SCIM for Keycloak. The names of its fields may differ a little.',
    steps: [
      'Install the extension and open its section for remote SCIM providers in the realm.',
      'Add a provider with the SCIM base URL from this page and the bearer token.',
      'Test the connection and save.',
      'Choose the people who are sent, and start with a few.',
    ],
    groups: 'Switch groups on in the extension to send them.',
  },
  {
    key: 'generic',
    name: 'Something else',
    values: [{ label: 'Base URL', value: BASE }],
    token: {
      label: 'Token',
      how: 'It goes into the header of every request: Authorization: Bearer, a space, and the token.',
    },
    steps: [
      'Enter the Base URL and the token in your identity provider. The protocol is SCIM 2.0, the authentication a bearer token.',
      'Test the connection if there is a button for it.',
      'Map at least userName, active, emails, and the given and family name.',
      'Switch on creating, updating and deactivating users, and assign a few people.',
    ],
    groups: 'Push the groups that give roles, if your identity provider can.',
  },
];

export function productOf(key: string | undefined): Product | undefined {
  return PRODUCTS.find((product) => product.key === key);
}
