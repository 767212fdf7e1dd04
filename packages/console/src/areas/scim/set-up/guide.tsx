import { Alert, List, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyField } from '../../../components/copy-field.tsx';
import type { Product } from './products.ts';

interface GuideProps {
  readonly product: Product;
  readonly baseUrl: string;
  readonly hasGroups: boolean;
  /** How to come by a token. */
  readonly tokenAction: ReactNode;
}

/** How an identity provider is connected: its values under its own labels, and the steps in its own words. */
export function Guide({ product, baseUrl, hasGroups, tokenAction }: GuideProps) {
  return (
    <Stack gap="lg">
      {product.note !== undefined && <Alert color="blue">{product.note}</Alert>}
      <Paper withBorder p="md" component="section" aria-labelledby="values">
        <Stack gap="md">
          <Title order={2} size="h4" id="values">
            Values to enter in {product.name}
          </Title>
          {product.values.map(({ label, value, hint }) => (
            <CopyField
              key={label}
              label={label}
              value={value.replace('{base}', baseUrl)}
              description={hint}
            />
          ))}
          <div>
            <Text size="sm" fw={500} component="h3">
              {product.token.label}
            </Text>
            <Text size="sm" c="dimmed">
              {product.token.how} Give the token the permission “Read and write SCIM”.
            </Text>
            {tokenAction}
          </div>
        </Stack>
      </Paper>
      <section aria-labelledby="steps">
        <Title order={2} size="h4" id="steps" mb="sm">
          Steps in {product.name}
        </Title>
        <List type="ordered" spacing="sm" pr="md">
          {product.steps.map((step) => (
            <List.Item key={step}>{step}</List.Item>
          ))}
          {hasGroups && <List.Item>To give roles by group: {product.groups}</List.Item>}
        </List>
      </section>
      {hasGroups && (
        <Text size="sm" c="dimmed">
          A pushed group gives nobody anything until an Org Admin maps it to roles under
          Administration › SCIM › Groups.
        </Text>
      )}
    </Stack>
  );
}
