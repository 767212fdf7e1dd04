import { Chip, Grid, Group, Select, Stack, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { get } from '../../../api/call.ts';
import { ButtonLink } from '../../../components/links.tsx';
import { Page } from '../../../components/page.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { Trail } from '../../../components/trail.tsx';
import { PlanNotice } from '../plan-notice.tsx';
import { type Connection, planQuery } from '../queries.ts';
import { Arrivals } from './arrivals.tsx';
import { DialectChoice } from './dialect-choice.tsx';
import { Guide } from './guide.tsx';
import { ItLinks } from './it-links.tsx';
import { PRODUCTS, type Product, productOf } from './products.ts';
import { LOOK_EVERY_MS, type Progress } from './progress.ts';

interface SetUp {
  readonly baseUrl: string;
  readonly connection: Connection;
  readonly connections: readonly Pick<Connection, 'id' | 'name' | 'dialect'>[];
  readonly progress: Progress;
}

const route = getRouteApi('/signed-in/org-admin/administration/scim/set-up');

/** Connects an identity provider: what to enter there, and what has arrived from it. */
export function SetUpPage() {
  const { product: chosen, connection } = route.useSearch();
  const { data: plan } = useQuery(planQuery);
  const query = useQuery({
    queryKey: ['scim', 'set-up', connection],
    queryFn: ({ signal }) => get<SetUp>('/scim/set-up', { query: { connection }, signal }),
    refetchInterval: LOOK_EVERY_MS,
  });
  return (
    <Page
      title="Set-up"
      trail={<Trail steps={['Administration', 'SCIM']} />}
      description="Connect your identity provider, so that people come and go here as they do there. SCIM is the standard by which it tells this service."
    >
      <PlanNotice needs="users" />
      <QueryView query={query}>
        {(data) => {
          const { dialect } = data.connection;
          const product = productOf(chosen ?? (dialect === 'generic' ? undefined : dialect));
          const hasGroups = (plan?.groups ?? true) && data.connection.groupsEnabled;
          return (
            <Grid gap="xl">
              <Grid.Col span={{ base: 12, lg: 8 }}>
                <Stack gap="lg">
                  <Choice data={data} product={product} />
                  {product !== undefined && (
                    <>
                      <DialectChoice connection={data.connection} product={product} />
                      <Guide
                        product={product}
                        baseUrl={data.baseUrl}
                        hasGroups={hasGroups}
                        tokenAction={<NewToken product={product} />}
                      />
                      <ItLinks connectionId={data.connection.id} product={product} />
                    </>
                  )}
                </Stack>
              </Grid.Col>
              <Grid.Col span={{ base: 12, lg: 4 }}>
                <Arrivals progress={data.progress} hasGroups={hasGroups} isLinked />
              </Grid.Col>
            </Grid>
          );
        }}
      </QueryView>
    </Page>
  );
}

function Choice({ data, product }: { data: SetUp; product: Product | undefined }) {
  const navigate = route.useNavigate();
  return (
    <Stack gap="sm">
      {data.connections.length > 1 && (
        <Select
          label="Connection"
          description="Each identity provider has a connection of its own."
          data={data.connections.map(({ id, name }) => ({ value: id, label: name }))}
          value={data.connection.id}
          allowDeselect={false}
          onChange={(connection) =>
            connection !== null && void navigate({ search: { connection } })
          }
          maw={320}
        />
      )}
      <Text fw={500} id="product">
        Which identity provider do you use?
      </Text>
      <Chip.Group
        value={product?.key ?? null}
        onChange={(key) => void navigate({ search: (old) => ({ ...old, product: String(key) }) })}
      >
        <Group gap="xs" role="radiogroup" aria-labelledby="product">
          {PRODUCTS.map(({ key, name }) => (
            <Chip key={key} value={key} variant="outline">
              {name}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Stack>
  );
}

function NewToken({ product }: { readonly product: Product }) {
  return (
    <ButtonLink
      to="/administration/developers/tokens"
      search={{ create: true, name: product.name }}
      variant="light"
      mt="xs"
      leftSection={<IconKey size={16} />}
    >
      New Access Token
    </ButtonLink>
  );
}
