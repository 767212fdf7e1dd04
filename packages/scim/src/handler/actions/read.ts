import { andThen } from '../and-then.ts';
import { resourceAnswer, unchangedAnswer } from '../answers.ts';
import type { ItemCall } from '../call.ts';
import { readParameters } from '../http/parameters.ts';
import type { MaybePromise } from '../store.ts';
import { noSuchResource, readProjection } from './steps.ts';

/** GET of one resource (RFC 7644 §3.4.1). */
export function readOne(call: ItemCall): MaybePromise<Response> {
  return andThen(call.session.store.get(call.type, call.id), (stored) => {
    if (stored === undefined) throw noSuchResource(call.type);
    const projection = readProjection(call, readParameters(call.target.query));
    return unchangedAnswer(call, stored) ?? resourceAnswer(call, 200, stored, projection);
  });
}
