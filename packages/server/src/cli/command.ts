import type { z } from 'zod';
import type { App } from '../app.ts';
import type { Actor, ChangeContext } from '../events/index.ts';
import { findOrganization } from '../organizations/index.ts';

export interface Option {
  /** `--name <text>`; without a value it is a switch. */
  readonly flags: string;
  readonly description: string;
  readonly required?: boolean;
  readonly defaultValue?: string;
  /** It names a file where it is typed; the input is the file's text. For what must not be typed. */
  readonly takesFile?: true;
}

/**
 * One command of the command line. It runs where the data is: in this process, or in the server
 * that holds the data directory. So its input and its result are plain data.
 */
export interface Command<I = unknown, R = unknown> {
  /** `organization create`. */
  readonly name: string;
  readonly description: string;
  /** Positional argument in commander's notation, such as `<file>`; its value is input `argument`. */
  readonly argument?: string;
  /** The argument names a file where it is typed; input `argument` is its text. */
  readonly takesFile?: true;
  readonly options: readonly Option[];
  readonly input: z.ZodType<I>;
  run(app: App, input: I, actor: Actor): Promise<R>;
  /** The result in words, for people. */
  text(result: R): string;
}

/** Gives a command the types of its own input and result, and hides them from those who hold it. */
export function command<I, R>(definition: Command<I, R>): Command {
  return definition as unknown as Command;
}

/** @throws Refusal `notFound`. */
export async function contextFor(app: App, slug: string, actor: Actor): Promise<ChangeContext> {
  const { id } = await findOrganization(app.reader, slug);
  return { organizationId: id, actor, at: app.clock().toISOString() };
}

/** Runs a change of an organisation and lets the running server know of it at once. */
export async function changing<R>(
  app: App,
  slug: string,
  actor: Actor,
  change: (context: ChangeContext) => Promise<R>,
): Promise<R> {
  const context = await contextFor(app, slug, actor);
  const result = await change(context);
  await app.registry.refresh(context.organizationId);
  return result;
}
