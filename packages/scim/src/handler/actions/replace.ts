import { replaceResource } from '../../resource/index.ts';
import { resourceAnswer } from '../answers.ts';
import type { ItemCall } from '../call.ts';
import { readParameters } from '../http/parameters.ts';
import {
  guardedChange,
  inOrder,
  noSuchResource,
  readBody,
  readOptions,
  readProjection,
} from './steps.ts';

/** PUT (RFC 7644 §3.5.1). */
export async function replace(call: ItemCall): Promise<Response> {
  const { type, id, session } = call;
  const options = readOptions(call);
  const { body, projection } = await inOrder(call, async () => ({
    body: await readBody(call),
    projection: readProjection(call, readParameters(call.target.query)),
  }));
  const change = guardedChange(call, (current) => replaceResource(type, body, current, options));
  const written = await session.store.update(type, id, change, options);
  if (written === undefined) throw noSuchResource(type);
  return resourceAnswer(call, 200, written.resource, projection);
}
