import { Code, Stack, Tabs, Text } from '@mantine/core';
import { useMemo } from 'react';
import classes from './mail-preview.module.css';
import type { RenderedMail } from './types.ts';

/** What somebody would read, in both forms that the mail has. */
export function MailPreview({ mail }: { readonly mail: RenderedMail }) {
  const html = useMemo(() => inertHtml(mail.htmlBody), [mail.htmlBody]);
  return (
    <Stack gap="xs">
      <Text size="sm">
        Subject: <b dir="auto">{mail.subject}</b>
      </Text>
      <Tabs defaultValue="html" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="html">As most people see it</Tabs.Tab>
          <Tabs.Tab value="text">Plain text</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="html" pt="xs">
          {/* No script, no form, no navigation, nothing fetched: neither by the sandbox nor by its policy. */}
          <iframe
            className={classes.frame}
            title="The mail as HTML"
            sandbox=""
            srcDoc={html}
            referrerPolicy="no-referrer"
          />
        </Tabs.Panel>
        <Tabs.Panel value="text" pt="xs">
          <Code block className={classes.text}>
            {mail.plainBody}
          </Code>
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

const POLICY = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'">`;

/**
 * The same without styles, which the policy of the page forbids, and under a policy that allows nothing. What
 * names in it look like does not matter: nothing in the frame runs, opens or is fetched.
 */
function inertHtml(html: string): string {
  return html
    .replaceAll(/ style="[^"]*"/g, '')
    .replace('<head>', `<head>${POLICY}`)
    .replace('<body>', '<body><font face="sans-serif" size="2">')
    .replace('</body>', '</font></body>');
}
