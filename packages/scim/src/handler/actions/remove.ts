import { emptyAnswer } from '../answers.ts';
import type { ItemCall } from '../call.ts';
import { checkIfMatch } from '../http/etag.ts';
import { noSuchResource } from './steps.ts';

/** DELETE (RFC 7644 §3.6). */
export async function remove(call: ItemCall): Promise<Response> {
  const ifMatch = call.requestHeaders.get('if-match');
  const existed = await call.session.store.delete(call.type, call.id, ({ version }) => {
    checkIfMatch(ifMatch, version);
  });
  if (!existed) throw noSuchResource(call.type);
  return emptyAnswer(call);
}
