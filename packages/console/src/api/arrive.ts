/** Somebody has come in: what was known stays when it is the one of before, and of somebody else nothing is kept. */
import { meQuery } from './me.ts';
import { queryClient } from './query-client.ts';

/**
 * After a cookie has come.
 *
 * @returns Whether it is the member who was here before.
 */
export async function arrive(): Promise<boolean> {
  const before = queryClient.getQueryData(meQuery.queryKey);
  const me = await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
  if (before?.member.id === me.member.id) {
    void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
    return true;
  }
  queryClient.clear();
  queryClient.setQueryData(meQuery.queryKey, me);
  return false;
}
