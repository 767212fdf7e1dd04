/**
 * How long an Org Admin waits in a browser, with 100,000 users and a group that has all of them: from the
 * click or the letter until what was asked for is on the screen.
 */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser, openWindow } from '../test/support/browser.ts';
import { rollcall, startProcess } from '../test/support/process.ts';
import { USERS } from './measure.ts';
import { startCluster } from './postgres/cluster.ts';
import { createGroup, createUsers, LIMITS_OFF, makeToken, sender } from './seed.ts';

const SCIM = '/administration/scim';
/** Each is done so often; the middle counts. */
const ROUNDS = 5;
const TARGET_MS = 200;

interface Interaction {
  readonly name: string;
  /** Where it begins. */
  readonly from: string;
  /** What is there before it may begin. */
  readonly ready: string;
  act(page: Page): Promise<unknown>;
  /** What is on the screen when it is over. */
  readonly until: string;
}

export async function benchConsole(directory: string, isPostgres: boolean): Promise<void> {
  const cluster = isPostgres ? await startCluster(directory) : undefined;
  const place = cluster === undefined ? [] : ['--database-url', cluster.url];
  const data = join(directory, 'data');
  const run = (...words: string[]) => rollcall(data, ...words, ...place);
  const token = await makeToken(run);
  await run('entry-point', 'set', 'reports', '--organization', 'bench', '--name', 'Reports');
  const server = await startProcess(data, ...LIMITS_OFF, ...place);
  const browser = await openBrowser();
  try {
    console.log(`Seeding ${USERS} users and a group with all of them over SCIM …`);
    const send = sender(server.baseUrl, token);
    const { ids, names } = await createUsers(send, USERS);
    const group = await createGroup(send, 'Everybody', ids);
    await cluster?.query('vacuum analyze', 'rollcall');
    const { origin } = new URL(server.baseUrl);
    const { page, problems } = await openWindow(browser, origin);
    await signIn(page, await run(...link(origin)));
    console.log(`\n${USERS} users, ${isPostgres ? 'PostgreSQL' : 'SQLite'}\n`);
    console.log(
      `| Interaction | Middle of ${ROUNDS} | Of it, the service | Within ${TARGET_MS} ms |\n|---|---|---|---|`,
    );
    for (const interaction of interactions(group, names)) {
      const { ms, service } = await measure(page, interaction);
      console.log(
        `| ${interaction.name} | ${Math.round(ms)} ms | ${Math.round(service)} ms | ${ms <= TARGET_MS ? 'yes' : 'no'} |`,
      );
    }
    if (problems.length > 0) throw new Error(problems.join('\n'));
  } finally {
    await browser.close();
    await server.stop();
    await cluster?.close();
  }
}

const link = (origin: string) => [
  ...['admin-link', '--organization', 'bench', '--member', 'owner@bench.test'],
  ...['--public-url', origin],
];

async function signIn(page: Page, made: unknown): Promise<void> {
  const url = new URL(String(Reflect.get(Object(made), 'url')));
  const answer = await page.request.post(`${url.origin}/v1/console/sign-in-link`, {
    data: { code: url.hash.slice(1) },
    headers: { 'sec-fetch-site': 'same-origin', origin: url.origin },
  });
  if (!answer.ok()) throw new Error(`No sign-in: ${answer.status()} ${await answer.text()}`);
}

function interactions(group: string, names: readonly string[]): readonly Interaction[] {
  const last = names.at(-1) ?? '';
  const users = 'role=table[name="Users"] >> role=row >> nth=5';
  const members = 'role=table[name="Members"] >> role=row >> nth=5';
  return [
    {
      ...{ name: 'Open the list of users', from: `${SCIM}/claims`, ready: 'role=heading[level=1]' },
      // The other one is of everybody in the organisation.
      act: (page) => page.getByRole('link', { name: 'Users' }).last().click(),
      until: users,
    },
    {
      ...{ name: 'Search users by userName', from: `${SCIM}/users`, ready: users },
      act: (page) => page.getByLabel('Search users').fill(last),
      until: `role=table[name="Users"] >> text="${last}"`,
    },
    {
      ...{ name: 'Only those that are inactive', from: `${SCIM}/users`, ready: users },
      act: (page) => page.getByText('Inactive', { exact: true }).click(),
      until: 'text=Nobody matches',
    },
    {
      ...{ name: 'Open a person', from: `${SCIM}/users`, ready: users },
      act: (page) => page.getByRole('row').nth(2).getByRole('link').click(),
      until: 'text=Who this is here',
    },
    {
      ...{ name: 'Scroll the users on', from: `${SCIM}/users`, ready: users },
      act: (page) => page.mouse.wheel(0, 4000),
      until: 'role=table[name="Users"] >> css=[aria-rowindex="90"]',
    },
    {
      ...{ name: 'Open the group', from: `${SCIM}/groups`, ready: 'text=Everybody' },
      act: (page) => page.getByRole('link', { name: 'Everybody' }).click(),
      until: 'role=checkbox[name="Reports"]',
    },
    {
      ...{ name: 'Open its members', from: `${SCIM}/groups/${group}`, ready: 'text=Update Group' },
      act: (page) => page.getByRole('tab', { name: 'Members' }).click(),
      until: members,
    },
    {
      ...{
        name: 'Search its members',
        from: `${SCIM}/groups/${group}?tab=members`,
        ready: members,
      },
      act: (page) => page.getByLabel('Search members').fill(last),
      until: `role=table[name="Members"] >> text="${last}"`,
    },
    {
      ...{ name: 'Map it to a role', from: `${SCIM}/groups/${group}`, ready: 'text=Update Group' },
      async act(page) {
        await page.getByRole('checkbox', { name: 'Reports' }).click();
        await page.getByRole('button', { name: 'Update Group' }).click();
      },
      until: 'text=The group is updated',
    },
  ];
}

interface Measured {
  readonly ms: number;
  /** The longest request to the API meanwhile, milliseconds. */
  readonly service: number;
}

async function measure(page: Page, { from, ready, act, until }: Interaction): Promise<Measured> {
  const results: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await page.goto(from);
    await page.locator(ready).first().waitFor();
    await page.waitForLoadState('networkidle');
    await page.evaluate('performance.clearResourceTimings()');
    const start = performance.now();
    await act(page);
    await page.locator(until).first().waitFor();
    const ms = performance.now() - start;
    const requests: number[] = await page.evaluate(`performance.getEntriesByType('resource')
      .filter(({ name }) => name.includes('/v1/console/')).map(({ duration }) => duration)`);
    results.push({ ms, service: Math.max(0, ...requests) });
  }
  const sorted = results.toSorted((a, b) => a.ms - b.ms);
  return sorted[Math.floor(ROUNDS / 2)] ?? { ms: Number.NaN, service: Number.NaN };
}
