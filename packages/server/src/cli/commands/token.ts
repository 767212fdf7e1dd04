import { z } from 'zod';
import { findConnection } from '../../connections/index.ts';
import { emailOrIdOf } from '../../members/index.ts';
import {
  createToken,
  listTokens,
  type NewToken,
  revokeToken,
  rotateToken,
  SCOPES,
} from '../../tokens/index.ts';
import { type Command, changing, command, contextFor, type Option } from '../command.ts';
import { ORGANIZATION, organizationInput, readEnd } from '../inputs.ts';
import { fields, table } from '../text.ts';

const EXPIRES: Option = {
  flags: '--expires <when>',
  description: 'never, days (30, 60, 90, 180, 365) or a date such as 2027-06-30',
  defaultValue: '180',
};
const DEFAULT_OVERLAP_HOURS = '24';
const MAX_OVERLAP_HOURS = 720;
const named = organizationInput.extend({ argument: z.string().min(1) });

export const tokenCommands: readonly Command[] = [
  command({
    name: 'token create',
    description: 'make a token; it is shown once',
    options: [
      ORGANIZATION,
      {
        flags: '--owner <email>',
        description: 'active Org Admin who answers for it',
        required: true,
      },
      { flags: '--name <name>', description: 'what it is for', required: true },
      { flags: '--scope <scope>', description: SCOPES.join(' or '), required: true },
      { flags: '--connection <name>', description: 'which connection, when there are several' },
      EXPIRES,
    ],
    input: organizationInput.extend({
      owner: z.string(),
      name: z.string().trim().min(1).max(100),
      scope: z.enum(SCOPES),
      connection: z.string().optional(),
      expires: z.string(),
    }),
    run: (app, { organization, owner, name, scope, connection, expires }, actor) =>
      changing(app, organization, actor, async (context) => {
        const expiresAt = readEnd(expires, app.clock());
        const { organizationId } = context;
        const ownerId = await emailOrIdOf(app.reader, organizationId, owner);
        const { id: connectionId } = await findConnection(app.reader, organizationId, connection);
        return createToken(app, context, {
          connectionId,
          ownerId,
          name,
          scopes: [scope],
          expiresAt,
        });
      }),
    text: newTokenText,
  }),
  command({
    name: 'token list',
    description: 'the tokens of an organisation, without their text',
    options: [ORGANIZATION],
    input: organizationInput,
    async run(app, { organization }, actor) {
      const { organizationId } = await contextFor(app, organization, actor);
      return listTokens(app.reader, organizationId);
    },
    text: (rows) =>
      table(
        rows,
        ['name', 'hint', 'scopes', 'expiresAt', 'lastUsedAt', 'revokedAt', 'id'],
        'There is no token yet.',
      ),
  }),
  command({
    name: 'token revoke',
    description: 'end a token at once',
    argument: '<id>',
    options: [ORGANIZATION],
    input: named,
    run: (app, { organization, argument }, actor) =>
      changing(app, organization, actor, (context) => revokeToken(app, context, argument)),
    text: ({ name }) => `"${name}" is revoked. Requests with it get 401 from now on.`,
  }),
  command({
    name: 'token rotate',
    description: 'make a token in the place of another, which goes on for a while',
    argument: '<id>',
    options: [
      ORGANIZATION,
      EXPIRES,
      {
        flags: '--overlap-hours <hours>',
        description: 'how long the old one goes on',
        defaultValue: DEFAULT_OVERLAP_HOURS,
      },
    ],
    input: named.extend({
      expires: z.string(),
      overlapHours: z.coerce.number().int().min(0).max(MAX_OVERLAP_HOURS),
    }),
    run: (app, { organization, argument, expires, overlapHours }, actor) =>
      changing(app, organization, actor, (context) =>
        rotateToken(app, context, argument, {
          overlapHours,
          expiresAt: readEnd(expires, app.clock()),
        }),
      ),
    text: newTokenText,
  }),
];

function newTokenText({ token, expiresAt, ...rest }: NewToken): string {
  const { id, name, scopes } = rest;
  const warning =
    expiresAt === null
      ? 'It does not expire.'
      : `When it expires (${expiresAt}) the integration fails until a new one is configured.`;
  return `${fields({ id, name, scopes })}\n\n${token}\n\nThis is the only time it is shown. ${warning}`;
}
