import { readResource } from '../../resource/index.ts';
import { resourceAnswer } from '../answers.ts';
import type { TypeCall } from '../call.ts';
import { readParameters } from '../http/parameters.ts';
import { readBody, readOptions, readProjection } from './steps.ts';

/** POST (RFC 7644 §3.3). */
export async function create(call: TypeCall): Promise<Response> {
  const options = readOptions(call);
  const body = await readBody(call);
  const projection = readProjection(call, readParameters(call.target.query));
  const draft = readResource(call.type, body, options);
  const { resource } = await call.session.store.create(call.type, draft, options);
  call.record.resourceId = resource.id;
  return resourceAnswer(call, 201, resource, projection);
}
