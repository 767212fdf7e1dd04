/**
 * What an endpoint of the console's API is. Endpoints are data: the route table and the test of who may do
 * what are made of them.
 */
import type { z } from 'zod';
import type { App } from '../../app.ts';
import type { ChangeContext } from '../../events/index.ts';
import type { Client, SignedIn } from '../../sign-in/index.ts';

export interface Call<B = unknown> {
  readonly app: App;
  /** What links begin with, without trailing slash. */
  readonly publicUrl: string;
  readonly body: B;
  readonly query: URLSearchParams;
  readonly client: Client;
  readonly requestId: string;
  /** RFC 3339 in UTC with milliseconds. */
  readonly at: string;
  /** A part of the path, decoded. */
  path(name: string): string;
  /** Who has the cookie that came along, for what does not need one; undefined when nobody has. */
  signedIn(): Promise<SignedIn | undefined>;
  /** The Cookie header, for endpoints that look at who asks by themselves. */
  readonly cookies: string | undefined;
  /** The cookie that goes with the answer; undefined takes it away. */
  setSession(value: string | undefined): void;
  /** One more, as a Set-Cookie header. */
  setCookie(header: string): void;
}

/** An answer that sends the browser elsewhere. */
export class Redirect {
  /** Absolute. */
  readonly url: string;
  constructor(url: string) {
    this.url = url;
  }
}

/** An answer that is a file, written while it is read. */
export class Download {
  readonly mediaType: string;
  /** What it is called where it is kept: letters, digits, `-` and `.`. */
  readonly fileName: string;
  readonly parts: AsyncIterable<string>;
  constructor(mediaType: string, fileName: string, parts: AsyncIterable<string>) {
    this.mediaType = mediaType;
    this.fileName = fileName;
    this.parts = parts;
  }
}

export interface MemberCall<B = unknown> extends Call<B> {
  readonly who: SignedIn;
  /** Changes of the organisation that the session is of, by the member. */
  readonly context: ChangeContext;
}

interface Common {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Under `/v1/console`; `:name` is a part. */
  readonly path: string;
  /** What the body has to be; without it none is read. */
  readonly input?: z.ZodType;
}

/** Everybody may call it. */
export interface PublicEndpoint<B = unknown> extends Common {
  readonly access: 'public';
  /** What it answers with is sent as JSON with 200; undefined is 204, a {@link Redirect} 303, a {@link Download} a file. */
  run(call: Call<B>): Promise<object | undefined>;
}

/** An active member who is signed in may call it, or only one who is an Org Admin now. */
export interface MemberEndpoint<B = unknown> extends Common {
  readonly access: 'member' | 'orgAdmin';
  /** Only somebody who has proven to be the one a moment ago. */
  readonly needsProof: boolean;
  run(call: MemberCall<B>): Promise<object | undefined>;
}

export type ConsoleEndpoint = PublicEndpoint | MemberEndpoint;

type Given<E, S> = Omit<E, 'input'> & { readonly input?: S };

/** Gives an endpoint the type of its own body, and hides it from those who hold it. */
export function publicEndpoint<S extends z.ZodType>(
  definition: Omit<Given<PublicEndpoint<z.output<S>>, S>, 'access'>,
): ConsoleEndpoint {
  return { ...definition, access: 'public' } as unknown as PublicEndpoint;
}

/** The same for one that needs a session. */
export function memberEndpoint<S extends z.ZodType>(
  definition: Given<MemberEndpoint<z.output<S>>, S>,
): ConsoleEndpoint {
  return definition as unknown as MemberEndpoint;
}

/** The same for Org Admins; without `needsProof` a session is enough. */
export function orgAdminEndpoint<S extends z.ZodType>(
  definition: Omit<Given<MemberEndpoint<z.output<S>>, S>, 'access' | 'needsProof'> & {
    readonly needsProof?: true;
  },
): ConsoleEndpoint {
  return {
    needsProof: false,
    ...definition,
    access: 'orgAdmin',
  } as unknown as MemberEndpoint;
}
