import { resourceAnswer, unchangedAnswer } from '../answers.ts';
import type { ItemCall } from '../call.ts';
import { readParameters } from '../http/parameters.ts';
import { noSuchResource, readProjection } from './steps.ts';

/** GET of one resource (RFC 7644 §3.4.1). */
export async function readOne(call: ItemCall): Promise<Response> {
  const stored = await call.session.store.get(call.type, call.id);
  if (stored === undefined) throw noSuchResource(call.type);
  const projection = readProjection(call, readParameters(call.target.query));
  return unchangedAnswer(call, stored) ?? resourceAnswer(call, 200, stored, projection);
}
