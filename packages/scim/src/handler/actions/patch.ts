import { applyPatch, parsePatch } from '../../patch/index.ts';
import { emptyAnswer, resourceAnswer } from '../answers.ts';
import type { ItemCall } from '../call.ts';
import { type Parameters, readParameters } from '../http/parameters.ts';
import {
  guardedChange,
  inOrder,
  noSuchResource,
  readBody,
  readOptions,
  readProjection,
} from './steps.ts';

/** PATCH (RFC 7644 §3.5.2). */
export async function patch(call: ItemCall): Promise<Response> {
  const { type, id, session } = call;
  const options = readOptions(call);
  const { operations, parameters, projection } = await inOrder(call, async () => {
    const body = await readBody(call);
    const parameters = readParameters(call.target.query);
    const projection = readProjection(call, parameters);
    return { operations: parsePatch(body, type, options), parameters, projection };
  });
  const change = guardedChange(call, (current) => applyPatch(type, current, operations, options));
  const written = await session.store.update(type, id, change, options);
  if (written === undefined) throw noSuchResource(type);
  return wantsBody(call, parameters)
    ? resourceAnswer(call, 200, written.resource, projection)
    : emptyAnswer(call, written.resource);
}

/**
 * Groups answer with a body only when one is asked for: their members can be many (Entra ID advises
 * 204 too).
 */
function wantsBody({ type }: ItemCall, parameters: Parameters): boolean {
  if (type.memberAttribute === undefined) return true;
  return parameters.attributes !== undefined || parameters.excludedAttributes !== undefined;
}
