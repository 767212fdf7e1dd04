import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { get } from '../../api/call.ts';

export interface Provider {
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  /** The secret itself is shown nowhere. */
  readonly hasSecret: boolean;
  readonly subjectClaim: string;
  readonly connectionId: string | null;
  readonly enabled: boolean;
  /** Whether passwords are refused. */
  readonly required: boolean;
  readonly honoursSessionExpiry: boolean;
}

export interface SingleSignOn {
  readonly provider: Provider | null;
  /** To be entered at the provider. */
  readonly redirectUri: string;
}

export interface Tested {
  readonly ok: boolean;
  readonly message: string;
  readonly issuer: string;
  /** How it signs, as far as that is accepted; empty when it was not reached. */
  readonly algorithms: readonly string[];
}

export const ssoQuery = queryOptions({
  queryKey: ['single-sign-on'],
  queryFn: ({ signal }) => get<SingleSignOn>('/single-sign-on', { signal }),
});

export const connectionNamesQuery = queryOptions({
  queryKey: ['connections', 'names'],
  queryFn: async ({ signal }) =>
    (
      await get<{ connections: readonly { readonly id: string; readonly name: string }[] }>(
        '/connections',
        { signal },
      )
    ).connections,
});

export function useSsoChanged(): () => Promise<unknown> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ssoQuery.queryKey });
}
