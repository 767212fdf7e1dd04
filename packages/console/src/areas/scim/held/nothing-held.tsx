import { EmptyState } from '../../../components/empty-state.tsx';
import { InternalLink } from '../../../components/internal-link.tsx';
import type { BrakeOf } from './held-types.ts';
import { count, windowInWords } from './words.ts';

/** What the brake is, and when it would come on here. */
export function NothingHeld({ connections }: { readonly connections: readonly BrakeOf[] }) {
  const [only] = connections;
  return (
    <EmptyState
      title="Nothing is held"
      action={
        <InternalLink to="/administration/scim/settings">See and set the limits</InternalLink>
      }
    >
      One wrong click in an identity provider can take everybody away within minutes. The brake
      holds what goes beyond a limit, and mails you.{' '}
      {only !== undefined && inNumbers(only, connections.length)}
    </EmptyState>
  );
}

function inNumbers(connection: BrakeOf, connections: number): string {
  if (connections > 1) return 'Each connection has a limit of its own.';
  const { brake, isWatching, users, memberships, smallUsers, brakeWindowMinutes } = connection;
  if (!brake) return 'Here the brake is switched off.';
  if (!isWatching) {
    return `It begins to watch with more than ${smallUsers} active users; there are ${users.total} now.`;
  }
  const limits = `${count(users.limit, 'user')} or ${count(memberships.limit, 'membership')}`;
  return `Here ${limits} may go within ${windowInWords(brakeWindowMinutes)} without a question.`;
}
