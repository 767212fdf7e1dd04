import { useRouter } from '@tanstack/react-router';
import { arrive } from '../../api/arrive.ts';

/** Goes in, after the cookie has come: to a path of the console. */
export function useEnter(): (next?: string) => Promise<void> {
  const router = useRouter();
  return async (next = '/') => {
    await arrive();
    await router.navigate({ href: next });
  };
}
