import { listAnswer } from '../answers.ts';
import type { TypeCall } from '../call.ts';
import { readParameters } from '../http/parameters.ts';
import { readListQuery } from './list-query.ts';
import { readProjection } from './steps.ts';

/** GET of the resources of a type (RFC 7644 §3.4.2). */
export async function list(call: TypeCall): Promise<Response> {
  const parameters = readParameters(call.target.query);
  const query = readListQuery(call.type, parameters, call.service.limits);
  const projection = readProjection(call, parameters);
  const result = await call.session.store.list(call.type, query);
  return listAnswer(call, result, query.offset + 1, projection);
}
