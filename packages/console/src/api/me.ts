/** Who is signed in, and where. */
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { call, get } from './call.ts';
import { queryClient } from './query-client.ts';
import type { Member, OrganizationChoice, Permission } from './types.ts';

/** How a session began. */
export type SignInMethod = 'password' | 'oidc' | 'setup' | 'admin-link' | 'invitation';

export interface Me {
  readonly member: Member;
  readonly organization: {
    readonly id: string;
    readonly slug: string;
    readonly name: string;
    readonly plan: string;
  };
  readonly account: { readonly email: string; readonly hasPassword: boolean } | null;
  readonly orgAdmin: boolean;
  readonly permissions: readonly Permission[];
  /** What the keys of roles are called, lowest first. */
  readonly roles: readonly { readonly key: string; readonly name: string }[];
  readonly organizations: readonly OrganizationChoice[];
  readonly session: {
    readonly id: string;
    readonly method: SignInMethod;
    readonly createdAt: string;
    readonly provenAt: string | null;
    readonly idleEndsAt: string;
    readonly expiresAt: string;
  };
}

/** How often the console looks whether the session still is one, milliseconds. */
const LOOK_EVERY_MS = 60_000;

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => get<Me>('/me', { signal }),
  staleTime: LOOK_EVERY_MS,
});

/** Who is signed in, asked now, without a word when nobody is or the service is away. */
export async function lookWhoIsIn(): Promise<Me | undefined> {
  const me = await call<Me>('GET', '/me', { isQuiet: true }).catch(() => undefined);
  if (me !== undefined) queryClient.setQueryData(meQuery.queryKey, me);
  return me;
}

/** Only below the route that has made sure of it. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}
