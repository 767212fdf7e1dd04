import { andThen } from '../and-then.ts';
import { listAnswer } from '../answers.ts';
import type { TypeCall } from '../call.ts';
import { readParameters } from '../http/parameters.ts';
import type { MaybePromise } from '../store.ts';
import { readListQuery } from './list-query.ts';
import { readProjection } from './steps.ts';

/** GET of the resources of a type (RFC 7644 §3.4.2). */
export function list(call: TypeCall): MaybePromise<Response> {
  const parameters = readParameters(call.target.query);
  const query = readListQuery(call.type, parameters, call.service.limits);
  const projection = readProjection(call, parameters);
  return andThen(call.session.store.list(call.type, query), (result) =>
    listAnswer(call, result, query.offset + 1, projection),
  );
}
