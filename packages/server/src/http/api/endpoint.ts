/** What an endpoint of the operator's API is. Endpoints are data: the route table is made of them. */
import type { z } from 'zod';
import type { App } from '../../app.ts';
import type { ChangeContext } from '../../events/index.ts';

export interface Call<B = unknown> {
  readonly app: App;
  readonly body: B;
  readonly query: URLSearchParams;
  /** A part of the path, decoded. */
  path(name: string): string;
  /** The organisation that the path names, and who asks. @throws ApiError 404. */
  context(): ChangeContext;
}

export interface Endpoint<B = unknown> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Under `/v1/operator`; `:name` is a part. */
  readonly path: string;
  /** What the body has to be; without it none is read. */
  readonly input?: z.ZodType;
  /** What it answers with is sent as JSON with 200; undefined is 204. */
  run(call: Call<B>): Promise<object | undefined>;
}

/** Gives an endpoint the type of its own body, and hides it from those who hold it. */
export function endpoint<S extends z.ZodType>(
  definition: Omit<Endpoint<z.output<S>>, 'input'> & { readonly input?: S },
): Endpoint {
  return definition as unknown as Endpoint;
}
