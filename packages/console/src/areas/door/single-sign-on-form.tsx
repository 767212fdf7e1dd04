import { Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { path, urlOf } from '../../api/call.ts';

interface SingleSignOnFormProps {
  /** Short name, where it is known. */
  readonly organization: string | undefined;
  readonly next: string | undefined;
}

/** By the identity provider of an organisation, which sends the browser back to where it was going. */
export function SingleSignOnForm({ organization = '', next = '/' }: SingleSignOnFormProps) {
  const form = useForm({ initialValues: { organization } });
  return (
    <form
      onSubmit={form.onSubmit((values) => {
        const slug = values.organization.trim().toLowerCase();
        location.assign(urlOf(path`/sso/${slug}/start`, { return: next }));
      })}
    >
      <Stack>
        <TextInput
          label="Organisation"
          description="Its short name, such as acme. Your administrator knows it."
          name="organization"
          autoComplete="organization"
          autoCapitalize="none"
          spellCheck={false}
          required
          {...form.getInputProps('organization')}
        />
        <Button type="submit">Go to the identity provider</Button>
      </Stack>
    </form>
  );
}
