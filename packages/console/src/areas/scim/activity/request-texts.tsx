import { Code, ScrollArea, Stack, Text } from '@mantine/core';
import type { RequestDetails } from './types.ts';

interface DetailsProps {
  readonly details: RequestDetails;
}

/** The request line, the headers that are kept, and the body. */
export function RequestBody({ details }: DetailsProps) {
  const { method, path, query, userAgent, requestId, requestBody } = details;
  const head = [
    `${method} /v1/scim/v2${path}${query === '' ? '' : `?${query}`}`,
    ...(userAgent === null ? [] : [`User-Agent: ${userAgent}`]),
    `X-Request-Id: ${requestId}`,
  ].join('\n');
  return (
    <Stack gap="xs">
      <Block label="Address and headers" text={head} />
      {requestBody !== null && <Block label="Body" text={pretty(requestBody)} />}
      <Text size="xs" c="dimmed">
        The log keeps no other headers, no tokens, no passwords, and no values that people are
        searched by: they are shown as […] or [removed].
      </Text>
    </Stack>
  );
}

/** For an error the whole answer; of others the log keeps the status. */
export function Answer({ details }: DetailsProps) {
  const { status, scimType, detail } = details;
  if (status < 400 || detail === null) {
    return (
      <Text size="sm">
        {`Status ${status}. `}
        The log keeps no bodies of answers that went well: they are what is stored. Run the request
        as a dry run below to see what it would be answered now.
      </Text>
    );
  }
  const body = {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    ...(scimType === null ? {} : { scimType }),
    detail,
  };
  return <Block label="Body of the answer" text={JSON.stringify(body, null, 2)} />;
}

/** Text as it is, in a box that scrolls by itself. */
export function Block({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <ScrollArea.Autosize
      mah={360}
      type="auto"
      viewportProps={{ tabIndex: 0, 'aria-label': label, role: 'region' }}
    >
      <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {text}
      </Code>
    </ScrollArea.Autosize>
  );
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
