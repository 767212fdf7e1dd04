import { StatusBadge } from '../../../components/status-badge.tsx';

interface UserStatusProps {
  readonly user: { readonly active: boolean; readonly claimId: string | null };
}

/** Whether a user is in, out, or waits for somebody to say who it is. */
export function UserStatus({ user: { active, claimId } }: UserStatusProps) {
  if (claimId !== null) return <StatusBadge tone="warning">Waits for a claim</StatusBadge>;
  return active ? (
    <StatusBadge tone="good">Active</StatusBadge>
  ) : (
    <StatusBadge tone="neutral">Inactive</StatusBadge>
  );
}
