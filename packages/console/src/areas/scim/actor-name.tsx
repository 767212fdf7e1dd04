import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { get, path } from '../../api/call.ts';
import type { Member } from '../../api/types.ts';
import { tokenNamesQuery } from './queries.ts';

/** Who did something: a token's name, an Org Admin's, the operator, or the service itself. */
export function ActorName({ actor }: { readonly actor: string }) {
  const mark = actor.indexOf(':');
  const kind = actor.slice(0, mark);
  const id = actor.slice(mark + 1);
  if (kind === 'token') return <TokenName id={id} />;
  if (kind === 'member') return <MemberName id={id} />;
  if (kind === 'system') return 'Rollcall itself';
  return 'the operator';
}

function TokenName({ id }: { readonly id: string }) {
  const { data } = useQuery(tokenNamesQuery);
  const name = data?.tokens.find((token) => token.id === id)?.name;
  if (name === undefined) return 'the identity provider';
  return (
    <>
      the identity provider, with the token{' '}
      <Text span inherit lineClamp={1} display="inline" title={name}>
        “{name}”
      </Text>
    </>
  );
}

function MemberName({ id }: { readonly id: string }) {
  const { data } = useQuery({
    queryKey: ['members', id],
    queryFn: ({ signal }) => get<Member>(path`/members/${id}`, { signal }),
  });
  return data?.displayName ?? data?.email ?? 'a member';
}
