/** Where somebody is signed in. */
import { sessionsOfMember, shown } from '../../../accounts/index.ts';
import { memberById } from '../../../members/index.ts';
import {
  endOtherSessions,
  endOwnSession,
  endSessionsFor,
  ownSessions,
} from '../../../sign-in/index.ts';
import { type ConsoleEndpoint, memberEndpoint } from '../endpoint.ts';

const OWN = '/sessions';
const OF_MEMBER = '/members/:member/sessions';

export const sessionEndpoints: readonly ConsoleEndpoint[] = [
  memberEndpoint({
    method: 'GET',
    path: OWN,
    access: 'member',
    needsProof: false,
    async run({ app, who, at }) {
      const own = await ownSessions(app.reader, who, at);
      return {
        sessions: own.map((row) => ({ ...shown(row), current: row.id === who.session.id })),
      };
    },
  }),
  memberEndpoint({
    method: 'DELETE',
    path: `${OWN}/:session`,
    access: 'member',
    needsProof: false,
    async run({ app, who, context, path, setSession }) {
      await endOwnSession(app, who, context, path('session'));
      if (path('session') === who.session.id) setSession(undefined);
      return undefined;
    },
  }),
  memberEndpoint({
    method: 'POST',
    path: `${OWN}/end-others`,
    access: 'member',
    needsProof: false,
    async run({ app, who, context }) {
      return { ended: await endOtherSessions(app, who, context) };
    },
  }),
  memberEndpoint({
    method: 'GET',
    path: OF_MEMBER,
    access: 'orgAdmin',
    needsProof: false,
    async run({ app, context, path, at }) {
      const { organizationId } = context;
      const { id } = await memberById(app.reader, organizationId, path('member'));
      const rows = await sessionsOfMember(app.reader, organizationId, id, at);
      return { sessions: rows.map(shown) };
    },
  }),
  memberEndpoint({
    method: 'DELETE',
    path: OF_MEMBER,
    access: 'orgAdmin',
    needsProof: true,
    async run({ app, context, path }) {
      return { ended: await endSessionsFor(app, context, path('member')) };
    },
  }),
];
