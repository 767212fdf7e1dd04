import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { path } from '../../../api/call.ts';
import { When } from '../../../components/when.tsx';
import { useTimeline } from '../timeline.tsx';
import type { ShownGroup } from './types.ts';

/** A mapped group that has another id at the identity provider may have become another group. */
export function ExternalIdNotice({ group }: { readonly group: ShownGroup }) {
  const { data } = useTimeline(path`/scim/groups/${group.id}/timeline`);
  const change = data?.pages[0]?.entries.find(({ action, detail }) => {
    const { old, new: next } = Object(detail);
    const before = Object(old).externalId;
    return action === 'group.updated' && before != null && before !== Object(next).externalId;
  });
  if (change === undefined) return null;
  const { old, new: next } = Object(change.detail);
  return (
    <Alert
      mb="md"
      color="yellow"
      icon={<IconAlertTriangle />}
      title="This may be another group than the one that was mapped"
    >
      Its id at the identity provider changed <When at={change.at} /> from{' '}
      <bdi>{String(Object(old).externalId)}</bdi> to{' '}
      <bdi>{String(Object(next).externalId ?? 'none')}</bdi>. Identity providers find groups by
      name, so another group of the same name may have taken its place. Look at its members, and
      take the mappings away if it is not the group that you meant.
    </Alert>
  );
}
