/** What each notice says: what happened, why it matters, and what to do. */
import { type Letter, type Links, words } from '../mail/index.ts';
import type { Facts, NoticeKind } from './notice.ts';

const WHY = words`You get this because you are an Org Admin of this organisation.`;
const ROTATE = words`Make a new token, or rotate this one, and enter it in the identity provider: both work until this one ends.`;

type Write = (facts: Facts, links: Links) => Omit<Letter, 'why'>;

const LETTERS: Readonly<Record<NoticeKind, Write>> = Object.freeze({
  'token.expiring': (facts, links) => ({
    subject: words`The token "${of(facts, 'token')}" expires on ${day(facts, 'expires')}`,
    paragraphs: [
      words`From then on the integration "${of(facts, 'connection')}" fails, until a new token is entered in the identity provider.`,
      ROTATE,
    ],
    facts: [...tokenFacts(facts), ['Expires', of(facts, 'expires')], ...baseUrl(links)],
  }),
  'token.expired': (facts, links) => ({
    subject: words`The token "${of(facts, 'token')}" has expired`,
    paragraphs: [
      words`Requests with it are refused. If the identity provider still uses it, the integration "${of(facts, 'connection')}" fails.`,
      words`Make a new token and enter it in the identity provider.`,
    ],
    facts: [...tokenFacts(facts), ['Expired', of(facts, 'expires')], ...baseUrl(links)],
  }),
  'token.unused': (facts) => ({
    subject: words`The token "${of(facts, 'token')}" has not been used for 90 days`,
    paragraphs: [
      words`A token that nobody needs is one that somebody may find.`,
      words`Revoke it, unless you know what it is for.`,
    ],
    facts: [...tokenFacts(facts), ['Last used', of(facts, 'lastUsed')]],
  }),
  'token.owner_left': (facts) => ({
    subject: words`The owner of the token "${of(facts, 'token')}" has left`,
    paragraphs: [
      words`Whoever answers for it is no longer an active Org Admin. The token goes on working, so that provisioning does not stop; but who left may still have it.`,
      words`Make a new token, enter it in the identity provider, and revoke this one.`,
    ],
    facts: tokenFacts(facts),
  }),
  'claims.waiting': (facts) => ({
    subject: words`Users that wait for your decision: ${of(facts, 'waiting')}`,
    paragraphs: [
      words`The identity provider has sent users that may be members you already have. They have no access until an Org Admin says whether they are.`,
      words`Look at the waiting claims, and link or separate each.`,
    ],
    facts: [['Waiting', of(facts, 'waiting')]],
  }),
  'changes.held': (facts) => ({
    subject: words`Removals by "${of(facts, 'connection')}" are held and wait for your decision`,
    paragraphs: [
      words`The identity provider wants to take away more people or memberships at once than may go without a question. Nobody has lost anything by what is held, and the identity provider is told to come back.`,
      words`If it is meant, release what is held. If it is a mistake, mend the assignment in the identity provider first; then discard what is held.`,
      words`While anything is held, every further removal over this connection waits, too. Whose access has to end now can be released alone.`,
    ],
    facts: [
      ['Connection', of(facts, 'connection')],
      ...(facts.waiting === undefined ? [] : [['Held', facts.waiting] as const]),
    ],
  }),
  'integration.failing': (facts, links) => ({
    subject: words`The integration "${of(facts, 'connection')}" is failing`,
    paragraphs: [whyFailing(facts), whatToDo(facts)],
    facts: [...connectionFacts(facts), ...baseUrl(links)],
  }),
  'integration.recovered': (facts) => ({
    subject: words`The integration "${of(facts, 'connection')}" works again`,
    paragraphs: [
      words`Its requests come through again. What was refused meanwhile is sent again by most identity providers; some have to be told to.`,
    ],
    facts: connectionFacts(facts),
  }),
});

export function letterOf(kind: NoticeKind, facts: Facts, links: Links): Letter {
  return { ...LETTERS[kind](facts, links), why: WHY };
}

type FactLines = Letter['facts'];

function tokenFacts(facts: Facts): FactLines {
  return [
    ['Token', of(facts, 'token')],
    ['Begins with', of(facts, 'hint')],
    ['Connection', of(facts, 'connection')],
  ];
}

function connectionFacts(facts: Facts): FactLines {
  return [
    ['Connection', of(facts, 'connection')],
    ['Latest requests', of(facts, 'requests')],
    ['Of them refused', of(facts, 'refused')],
  ];
}

function baseUrl({ scimUrl }: Links): FactLines {
  return [['SCIM base URL', { url: scimUrl }]];
}

function whyFailing(facts: Facts) {
  return of(facts, 'because') === 'expired'
    ? words`The identity provider still sends a token that has expired, and is refused.`
    : words`Of its latest ${of(facts, 'requests')} requests ${of(facts, 'refused')} were refused.`;
}

function whatToDo(facts: Facts) {
  return of(facts, 'because') === 'expired'
    ? words`Make a new token and enter it in the identity provider.`
    : words`The identity provider's log of provisioning has the reason of each refusal, and what to do about it.`;
}

function of(facts: Facts, name: string): string {
  return facts[name] ?? '';
}

function day(facts: Facts, name: string): string {
  return of(facts, name).slice(0, 10);
}
