import { useMe } from '../../api/me.ts';
import { Facts } from '../../components/facts.tsx';
import { Section } from '../../components/section.tsx';
import { When } from '../../components/when.tsx';

/** The member, and where its data comes from. */
export function AboutYou() {
  const { member, account, organization, orgAdmin } = useMe();
  const isPushed = member.userIds.length > 0;
  return (
    <Section
      title="About you"
      description={
        isPushed
          ? 'Your identity provider sends your name: change it there. The address that you sign in with stays what it is.'
          : 'Who you are in this organisation.'
      }
    >
      <Facts
        rows={[
          ['Name', member.displayName ?? '–'],
          ['E-mail address', account?.email ?? member.email ?? '–'],
          ['Organisation', organization.name],
          ['You are', orgAdmin ? 'an Org Admin' : 'a member'],
          ['Member since', <When key="since" at={member.createdAt} />],
        ]}
      />
    </Section>
  );
}
