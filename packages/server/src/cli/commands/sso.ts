import { z } from 'zod';
import type { App } from '../../app.ts';
import { Refusal } from '../../core.ts';
import { sealSigningKeys } from '../../departures/index.ts';
import { identitiesOf } from '../../identities/index.ts';
import { emailOrIdOf } from '../../members/index.ts';
import {
  deleteProvider,
  findProvider,
  linkByAdmin,
  type ProviderInput,
  providerInput,
  redirectUri,
  resealSecrets,
  setProvider,
  testProvider,
  unlink,
} from '../../single-sign-on/index.ts';
import { type Command, changing, command, contextFor, type Option } from '../command.ts';
import { ORGANIZATION, onOff, organizationInput } from '../inputs.ts';
import { fields, table } from '../text.ts';

const MEMBER: Option = {
  flags: '--member <email or id>',
  description: 'whose identity it is',
  required: true,
};
const SUBJECT: Option = {
  flags: '--subject <subject>',
  description: 'who that is at the identity provider: its claim sub, or the one that is set',
  required: true,
};

const SETTINGS: readonly Option[] = [
  {
    flags: '--name <name>',
    description: 'what people read on the button; else the host of the issuer',
  },
  { flags: '--issuer <url>', description: 'exactly as the identity provider writes it' },
  { flags: '--client-id <id>', description: 'what the identity provider knows this service by' },
  {
    flags: '--client-secret-file <file>',
    description: 'file with the client secret',
    takesFile: true,
  },
  { flags: '--public-client', description: 'there is no client secret; PKCE has to do' },
  {
    flags: '--subject-claim <claim>',
    description: 'who somebody is; sub when not given, oid for Entra ID',
  },
  {
    flags: '--connection <name>',
    description: 'link people whose user there has the subject as externalId; none to stop that',
  },
  { flags: '--session-expiry <on|off>', description: 'end sessions when its session_expiry says' },
  {
    flags: '--required <on|off>',
    description:
      'refuse passwords, and end sessions that began with one: single sign-on is the only way in',
  },
];

const { name, issuer, clientId, clientSecret, subjectClaim } = providerInput.shape;
const given = organizationInput.extend({
  ...{ name, issuer, clientId, subjectClaim },
  clientSecretFile: z
    .string()
    .transform((text) => text.trim())
    .pipe(clientSecret.unwrap().unwrap())
    .optional(),
  publicClient: z.boolean().optional(),
  connection: z.string().min(1).optional(),
  sessionExpiry: onOff.optional(),
  required: onOff.optional(),
});
const identity = organizationInput.extend({
  member: z.string().min(1),
  subject: z.string().min(1),
});

export const ssoCommands: readonly Command[] = [
  command({
    name: 'sso set',
    description: 'set up the identity provider that an organisation signs in by, or change it',
    options: [ORGANIZATION, ...SETTINGS],
    input: given,
    run: (app, { organization, ...settings }, actor) =>
      changing(app, organization, actor, async (context) => {
        const provider = await setProvider(app, context, inputOf(settings));
        return { ...provider, redirectUri: uriOf(app, context.organizationId) };
      }),
    text: (shown) =>
      `${fields(shown)}\n\nEnter the redirect URI at the identity provider, then: sso test, sso enable.`,
  }),
  command({
    name: 'sso show',
    description: 'the identity provider of an organisation; its secret is never shown',
    options: [ORGANIZATION],
    input: organizationInput,
    async run(app, { organization }, actor) {
      const { organizationId } = await contextFor(app, organization, actor);
      const provider = await findProvider(app.reader, organizationId);
      return { ...provider, redirectUri: uriOf(app, organizationId) };
    },
    text: fields,
  }),
  command({
    name: 'sso test',
    description: 'ask the identity provider about itself, and say what to enter there',
    options: [ORGANIZATION],
    input: organizationInput,
    async run(app, { organization }, actor) {
      const { organizationId } = await contextFor(app, organization, actor);
      return testProvider(app, organizationId, app.config.publicUrl);
    },
    text: fields,
  }),
  turning('enable', 'let people sign in by it', { enabled: true }),
  turning('disable', 'let nobody sign in by it, and end the sessions it vouched for', {
    enabled: false,
  }),
  command({
    name: 'sso delete',
    description: 'forget the identity provider, its secret, and who is who there',
    options: [ORGANIZATION],
    input: organizationInput,
    run: (app, { organization }, actor) =>
      changing(app, organization, actor, (context) => deleteProvider(app, context)),
    text: ({ issuer: gone, sessionsEnded }) => `${gone} is gone. Sessions ended: ${sessionsEnded}.`,
  }),
  command({
    name: 'sso link',
    description: 'let somebody at the identity provider sign in as a member',
    options: [
      ORGANIZATION,
      MEMBER,
      SUBJECT,
      { flags: '--issuer <url>', description: 'else that of the provider that is set up' },
    ],
    input: identity.extend({ issuer: z.string().min(1).optional() }),
    run: (app, { organization, member, ...named }, actor) =>
      changing(app, organization, actor, async (context) =>
        linkByAdmin(app, context, { ...named, memberId: await memberId(app, context, member) }),
      ),
    text: fields,
  }),
  command({
    name: 'sso unlink',
    description: 'end such a link, and sign the member out everywhere',
    options: [ORGANIZATION, MEMBER, SUBJECT],
    input: identity,
    run: (app, { organization, member, subject }, actor) =>
      changing(app, organization, actor, async (context) =>
        unlink(app, context, await memberId(app, context, member), subject),
      ),
    text: fields,
  }),
  command({
    name: 'sso identities',
    description: 'who a member is at identity providers',
    options: [ORGANIZATION, MEMBER],
    input: organizationInput.extend({ member: z.string().min(1) }),
    async run(app, { organization, member }, actor) {
      const context = await contextFor(app, organization, actor);
      return identitiesOf(app.reader, context.organizationId, await memberId(app, context, member));
    },
    text: (rows) => table(rows, ['issuer', 'subject', 'linkedAt', 'id'], 'None.'),
  }),
  command({
    name: 'sso reseal',
    description:
      'seal every client secret, and what receipts are signed with, with the first key, so that the others can go',
    options: [],
    input: z.strictObject({}),
    async run(app) {
      const { resealed } = await resealSecrets(app);
      const { sealed, unopened } = await sealSigningKeys(app);
      if (unopened.length === 0) return { resealed: resealed + sealed };
      throw new Refusal(
        'refused',
        `No key here opens ${unopened.length} of the keys that receipts were signed with. Everything else is sealed ` +
          'anew; bring the key back that they were sealed with, and repeat.',
      );
    },
    text: ({ resealed }) => `${resealed} sealed anew.`,
  }),
];

function turning(verb: string, description: string, change: ProviderInput): Command {
  return command({
    name: `sso ${verb}`,
    description,
    options: [ORGANIZATION],
    input: organizationInput,
    run: (app, { organization }, actor) =>
      changing(app, organization, actor, async (context) => {
        await findProvider(app.reader, context.organizationId);
        return setProvider(app, context, change);
      }),
    text: fields,
  });
}

function inputOf(settings: Omit<z.output<typeof given>, 'organization'>): ProviderInput {
  const { clientSecretFile, publicClient, sessionExpiry, connection: named, ...same } = settings;
  if (clientSecretFile !== undefined && publicClient === true) {
    throw new Refusal('invalid', 'A public client has no secret: give one of the two.');
  }
  const secret = publicClient === true ? null : clientSecretFile;
  const all = {
    ...same,
    clientSecret: secret,
    connection: named === 'none' ? null : named,
    honoursSessionExpiry: sessionExpiry,
  };
  const changes = Object.entries(all).filter(([, value]) => value !== undefined);
  if (changes.length > 0) return Object.fromEntries(changes);
  throw new Refusal('invalid', 'Give at least one setting to change; see --help.');
}

function uriOf({ config }: App, organizationId: string): string {
  return redirectUri(config.publicUrl, organizationId);
}

function memberId(
  { reader }: App,
  { organizationId }: { readonly organizationId: string },
  emailOrId: string,
): Promise<string> {
  return emailOrIdOf(reader, organizationId, emailOrId);
}
