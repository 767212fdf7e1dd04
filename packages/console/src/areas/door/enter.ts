/** Going in. */
import { useRouter } from '@tanstack/react-router';
import { meQuery } from '../../api/me.ts';
import { queryClient } from '../../api/query-client.ts';

/**
 * After the cookie has come: to a page of the console. What was known stays when the same person is back, so that
 * nothing is lost needlessly; of somebody else nothing is kept.
 */
export function useEnter(): (next?: string) => Promise<void> {
  const router = useRouter();
  return async (next = '/') => {
    await meetWhoIsIn();
    await router.navigate({ href: next });
  };
}

/** @returns Whether it is the person of before. */
export async function meetWhoIsIn(): Promise<boolean> {
  const before = queryClient.getQueryData(meQuery.queryKey);
  const me = await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
  const isSame = before?.member.id === me.member.id;
  if (isSame) {
    void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
  } else {
    queryClient.clear();
    queryClient.setQueryData(meQuery.queryKey, me);
  }
  return isSame;
}
