/** Signing in by an identity provider, and what Org Admins set about it. */
import { z } from 'zod';
import { Refusal } from '../../../core.ts';
import { identitiesOf } from '../../../identities/index.ts';
import { joinVouched } from '../../../joining/index.ts';
import { memberById } from '../../../members/index.ts';
import { whoIs } from '../../../sign-in/index.ts';
import {
  beginSso,
  deleteProvider,
  findProvider,
  finishSso,
  linkByAdmin,
  providerInput,
  redirectUri,
  SsoProblem,
  type SsoProblemCode,
  setProvider,
  testProvider,
  unlink,
} from '../../../single-sign-on/index.ts';
import { cookieOf, setSsoCookie, ssoCookieOf } from '../cookie.ts';
import {
  type Call,
  type ConsoleEndpoint,
  type MemberCall,
  memberEndpoint,
  publicEndpoint,
  Redirect,
} from '../endpoint.ts';

const PROVIDER = '/single-sign-on';
const OF_MEMBER = '/members/:member/identities';
const onTheWay = z.strictObject({ return: z.string().max(1000).optional() });

export const singleSignOnEndpoints: readonly ConsoleEndpoint[] = [
  publicEndpoint({
    method: 'GET',
    path: '/sso/:organization/start',
    async run(call) {
      const { app, query, path, client, publicUrl } = call;
      try {
        const { url, browser } = await beginSso(app, {
          organization: path('organization'),
          purpose: 'sign-in',
          memberId: null,
          returnPath: query.get('return') ?? undefined,
          browser: ssoCookieOf(call.cookies),
          client: client.address,
          publicUrl,
        });
        call.setCookie(setSsoCookie(browser));
        return new Redirect(url);
      } catch (error) {
        if (!(error instanceof SsoProblem)) throw error;
        return problemPage(call, error.code, undefined);
      }
    },
  }),
  publicEndpoint({
    method: 'GET',
    path: '/sso/:organization/callback',
    async run(call) {
      const { app, query, path, client, publicUrl, requestId, at } = call;
      const value = cookieOf(call.cookies);
      const answer = {
        organization: path('organization'),
        query,
        browser: ssoCookieOf(call.cookies),
        who: value === undefined ? undefined : await whoIs(app.reader, value, at),
        client,
        requestId,
        publicUrl,
      };
      const finished = await finishSso(app, answer, joinVouched);
      if (finished.kind === 'problem') return problemPage(call, finished.code, finished.slug);
      if (finished.value !== undefined) call.setSession(finished.value);
      return new Redirect(publicUrl + finished.returnPath);
    },
  }),
  // By POST: a page elsewhere must not make somebody begin it, and have its own person linked.
  memberEndpoint({
    method: 'POST',
    path: '/sso/link',
    access: 'member',
    needsProof: true,
    input: onTheWay,
    run: (call) => beginAs(call, 'link', call.body.return),
  }),
  memberEndpoint({
    method: 'POST',
    path: '/sso/prove',
    access: 'member',
    needsProof: false,
    input: onTheWay,
    async run(call) {
      if (call.who.session.method !== 'oidc') {
        throw new Refusal(
          'conflict',
          'You did not sign in by an identity provider. Enter your password.',
        );
      }
      return beginAs(call, 'prove', call.body.return);
    },
  }),
  memberEndpoint({
    method: 'GET',
    path: PROVIDER,
    access: 'orgAdmin',
    needsProof: false,
    async run({ app, context, publicUrl }) {
      const { organizationId } = context;
      const provider = await findProvider(app.reader, organizationId).catch(notSetUp);
      return { provider, redirectUri: redirectUri(publicUrl, organizationId) };
    },
  }),
  memberEndpoint({
    method: 'PUT',
    path: PROVIDER,
    access: 'orgAdmin',
    needsProof: true,
    input: providerInput,
    run: ({ app, body, context }) => setProvider(app, context, body),
  }),
  memberEndpoint({
    method: 'DELETE',
    path: PROVIDER,
    access: 'orgAdmin',
    needsProof: true,
    async run({ app, context }) {
      await deleteProvider(app, context);
      return undefined;
    },
  }),
  memberEndpoint({
    method: 'POST',
    path: `${PROVIDER}/test`,
    access: 'orgAdmin',
    needsProof: false,
    run: ({ app, context, publicUrl }) => testProvider(app, context.organizationId, publicUrl),
  }),
  memberEndpoint({
    method: 'GET',
    path: '/identities',
    access: 'member',
    needsProof: false,
    async run({ app, who: { organizationId, memberId } }) {
      const provider = await findProvider(app.reader, organizationId).catch(notSetUp);
      return {
        identities: await identitiesOf(app.reader, organizationId, memberId),
        /** Where one could be linked now. */
        provider:
          provider?.enabled === true
            ? { name: provider.name, issuer: provider.issuer, required: provider.required }
            : null,
      };
    },
  }),
  memberEndpoint({
    method: 'GET',
    path: OF_MEMBER,
    access: 'orgAdmin',
    needsProof: false,
    async run({ app, context: { organizationId }, path }) {
      const { id } = await memberById(app.reader, organizationId, path('member'));
      return { identities: await identitiesOf(app.reader, organizationId, id) };
    },
  }),
  memberEndpoint({
    method: 'POST',
    path: OF_MEMBER,
    access: 'orgAdmin',
    needsProof: true,
    input: z.strictObject({ subject: z.string(), issuer: z.string().optional() }),
    async run({ app, body, context, path }) {
      const { id } = await memberById(app.reader, context.organizationId, path('member'));
      return linkByAdmin(app, context, { ...body, memberId: id });
    },
  }),
  memberEndpoint({
    method: 'DELETE',
    path: `${OF_MEMBER}/:identity`,
    access: 'orgAdmin',
    needsProof: true,
    async run({ app, context, path }) {
      await unlink(app, context, path('member'), path('identity'));
      return undefined;
    },
  }),
];

/** The console goes to the URL by itself. @throws Refusal `conflict` with the words of the problem. */
async function beginAs(
  call: MemberCall,
  purpose: 'link' | 'prove',
  returnPath: string | undefined,
): Promise<{ readonly url: string }> {
  const { app, who, client, publicUrl } = call;
  try {
    const { url, browser } = await beginSso(app, {
      organization: who.organizationId,
      purpose,
      memberId: who.memberId,
      returnPath,
      browser: ssoCookieOf(call.cookies),
      client: client.address,
      publicUrl,
    });
    call.setCookie(setSsoCookie(browser));
    return { url };
  } catch (error) {
    if (error instanceof SsoProblem) throw new Refusal('conflict', error.message);
    throw error;
  }
}

/** People are in a browser here: they get a page that says what to do. */
function problemPage(
  { publicUrl }: Call,
  code: SsoProblemCode,
  organization: string | undefined,
): Redirect {
  const query = new URLSearchParams({ problem: code });
  if (organization !== undefined) query.set('organization', organization);
  return new Redirect(`${publicUrl}/sign-in?${query}`);
}

function notSetUp(error: unknown): null {
  if (error instanceof Refusal) return null;
  throw error;
}
