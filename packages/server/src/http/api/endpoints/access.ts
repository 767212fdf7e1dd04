/** What members may do: by question, in the shape of OpenID AuthZEN 1.0, and in whole, with reasons. */
import { z } from 'zod';
import {
  type Decision,
  decideAll,
  type MemberReference,
  memberIdOf,
  permissionsOf,
  type Question,
  waitFor,
} from '../../../permissions/index.ts';
import { ApiError } from '../api-error.ts';
import { type Call, type Endpoint, endpoint } from '../endpoint.ts';

const ORGANIZATION = '/organizations/:organization';
/** Questions in one request. */
const EVALUATIONS_MAX = 1000;

const entity = z.looseObject({ type: z.string(), id: z.string() });
const action = z.looseObject({ name: z.string() });
const context = z.looseObject({ consistencyToken: z.string().optional() });
const SEMANTICS = ['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'] as const;

const evaluation = z.looseObject({
  subject: entity,
  action,
  resource: entity,
  context: context.optional(),
});
/** What is left out of an evaluation is taken from the request around it. */
const evaluations = z.looseObject({
  ...evaluation.partial().shape,
  evaluations: z.array(evaluation.partial()).max(EVALUATIONS_MAX).optional(),
  options: z.looseObject({ evaluations_semantic: z.enum(SEMANTICS).optional() }).optional(),
});

type Evaluation = z.output<typeof evaluation>;

export const accessEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'POST',
    path: `${ORGANIZATION}/access/v1/evaluation`,
    input: evaluation,
    async run(call) {
      const [answer] = await evaluate(call, [call.body]);
      return answer;
    },
  }),
  endpoint({
    method: 'POST',
    path: `${ORGANIZATION}/access/v1/evaluations`,
    input: evaluations,
    async run(call) {
      const { evaluations: asked = [], options, ...common } = call.body;
      // AuthZEN 1.0: without evaluations the request is one itself.
      if (asked.length === 0) return (await evaluate(call, [whole(common, 0)]))[0];
      const all = asked.map((one, index) => whole({ ...common, ...one }, index));
      const answers = await evaluate(call, all);
      return { evaluations: cut(answers, options?.evaluations_semantic) };
    },
  }),
  permissionsOfMember('members', 'member'),
  permissionsOfMember('application-users', 'applicationUser'),
];

/** The same member under its own id and under the application's. */
function permissionsOfMember(collection: string, kind: MemberReference['kind']): Endpoint {
  return endpoint({
    method: 'GET',
    path: `${ORGANIZATION}/${collection}/:id/permissions`,
    async run({ app, path, context: about }) {
      const { organizationId } = about();
      const id = await memberIdOf(app.reader, organizationId, { kind, id: path('id') });
      if (id === undefined) throw new ApiError(404, 'There is no such member.');
      return permissionsOf(app.reader, organizationId, id);
    },
  });
}

function whole(given: z.output<typeof evaluations>, index: number): Evaluation {
  const result = evaluation.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = `evaluations.${index}.${issue?.path.map(String).join('.') ?? ''}`;
  throw new ApiError(400, `${where}: ${issue?.message ?? 'incomplete'}`);
}

interface Answer {
  readonly decision: boolean;
  readonly context?: { readonly reason: string };
}

async function evaluate(
  { app, context: about }: Pick<Call, 'app' | 'context'>,
  asked: readonly Evaluation[],
): Promise<Answer[]> {
  const { organizationId } = about();
  for (const token of new Set(asked.map((one) => one.context?.consistencyToken))) {
    if (token !== undefined) await waitFor(app.reader, organizationId, token);
  }
  const questions = asked.map(questionOf);
  const known = questions.filter((question) => typeof question !== 'string');
  const decisions = (await decideAll(app.reader, organizationId, known)).values();
  return questions.map((question) =>
    typeof question === 'string' ? denied(question) : answerOf(decisions.next().value),
  );
}

/** A text says why there can be no such question: what is not known is not allowed. */
function questionOf({ subject, action: { name: role }, resource }: Evaluation): Question | string {
  const kind = KINDS.get(subject.type);
  if (kind === undefined) {
    return `There are no subjects of the type "${subject.type}", only member and application_user.`;
  }
  if (resource.type !== 'entry_point') {
    return `There are no resources of the type "${resource.type}", only entry_point.`;
  }
  return { member: { kind, id: subject.id }, entryPoint: resource.id, role };
}

const KINDS: ReadonlyMap<string, MemberReference['kind']> = new Map([
  ['member', 'member'],
  ['application_user', 'applicationUser'],
]);

function answerOf(decision: Decision | undefined): Answer {
  if (decision?.isAllowed === true) return { decision: true };
  return denied(decision?.reason ?? 'There is no answer.');
}

function denied(reason: string): Answer {
  return { decision: false, context: { reason } };
}

/** AuthZEN 1.0: the answers end with the one that settles it. */
function cut(answers: readonly Answer[], semantic: (typeof SEMANTICS)[number] = 'execute_all') {
  if (semantic === 'execute_all') return answers;
  const settling = semantic === 'permit_on_first_permit';
  const at = answers.findIndex(({ decision }) => decision === settling);
  return at === -1 ? answers : answers.slice(0, at + 1);
}
