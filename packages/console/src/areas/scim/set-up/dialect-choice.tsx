import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { patch, path } from '../../../api/call.ts';
import { tell, tellFailure } from '../../../components/tell.ts';
import type { Connection } from '../queries.ts';
import { type Product, productOf } from './products.ts';

interface DialectChoiceProps {
  readonly connection: Connection;
  readonly product: Product;
}

/** Whether the connection is set to what is being connected, and if not, the button for it. */
export function DialectChoice({ connection, product }: DialectChoiceProps) {
  const client = useQueryClient();
  const isStrict = connection.mode === 'strict' && product.key !== 'generic';
  const choose = useMutation({
    mutationFn: () =>
      patch(path`/connections/${connection.id}`, { dialect: product.key, mode: 'tolerant' }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: ['scim', 'set-up'] });
      await client.invalidateQueries({ queryKey: ['connections'] });
      tell(`The connection is set to ${product.name}.`);
    },
    onError: tellFailure,
  });
  if (connection.dialect === product.key && !isStrict) return null;
  const present = productOf(connection.dialect)?.name ?? connection.dialect;
  return (
    <Alert color="blue" title={`Set this connection to ${product.name}`}>
      <Text size="sm">
        {isStrict
          ? `It is in strict mode, which refuses some of what ${product.name} sends. Tolerant mode accepts it and notes it in the activity log.`
          : `It is set to “${present}”. Its setting tells you and us what to expect from it; requests work either way.`}
      </Text>
      <Group mt="xs">
        <Button size="xs" loading={choose.isPending} onClick={() => choose.mutate()}>
          {isStrict ? 'Set to tolerant' : `Set to ${product.name}`}
        </Button>
      </Group>
    </Alert>
  );
}
