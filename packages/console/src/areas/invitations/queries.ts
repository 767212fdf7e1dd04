import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { get, path } from '../../api/call.ts';
import type { HeldPreview, Invitation, Mail, RenderedMail, Summary } from './types.ts';

export const summaryQuery = queryOptions({
  queryKey: ['invitations', 'summary'],
  queryFn: ({ signal }) => get<Summary>('/invitations/summary', { signal }),
});

export const heldPreviewQuery = queryOptions({
  queryKey: ['invitations', 'held-preview'],
  queryFn: ({ signal }) => get<HeldPreview>('/invitations/preview', { signal }),
});

export const invitationQuery = (id: string) =>
  queryOptions({
    queryKey: ['invitations', 'one', id],
    queryFn: ({ signal }) => get<Invitation>(path`/invitations/${id}`, { signal }),
  });

export const mailQuery = (id: string) =>
  queryOptions({
    queryKey: ['invitations', 'one', id, 'mail'],
    queryFn: ({ signal }) => get<{ mail: Mail | null }>(path`/invitations/${id}/mail`, { signal }),
  });

export const previewQuery = (id: string) =>
  queryOptions({
    queryKey: ['invitations', 'one', id, 'preview'],
    queryFn: ({ signal }) => get<RenderedMail>(path`/invitations/${id}/preview`, { signal }),
  });

/** After a change everything that says something of invitations is read again. */
export function useInvitationsChanged(): () => Promise<unknown> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['invitations'] });
}
