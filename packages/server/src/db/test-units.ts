/** Units of work, and what has to hold of them, for the tests of both writers. */
import { expect } from 'vitest';
import { EVERYBODY, query, type Session, UnavailableError, type Writer } from './index.ts';

const insertPlan = query<{ id: string }>()((db, p) =>
  db.insertInto('plan').values({ id: p('id'), name: p('id'), features: '[]', seats: null }),
);
/** The plans that {@link add} added. */
export const selectPlans = query<Record<never, never>>()((db) =>
  db.selectFrom('plan').select('id').where('id', 'like', 'x%').orderBy('id'),
);

/** @param id Begins with `x`. */
export const add = (id: string) => async (session: Session) => {
  await session.send(insertPlan, { id });
  return id;
};

export async function planIds(session: Session): Promise<string[]> {
  return (await session.all(selectPlans, {})).map(({ id }) => id);
}

/** A unit that throws and one that breaks a rule of the database, between two good ones. */
export async function expectFailuresAlone(writer: Writer, reader: Session): Promise<void> {
  const fails = async (session: Session) => {
    await add('x-half')(session);
    throw new Error('on purpose');
  };
  const breaksRule = async (session: Session) => {
    await add('x-other')(session);
    await add('x1')(session);
  };
  const results = await Promise.allSettled([
    writer.write(EVERYBODY, add('x1')),
    writer.write(EVERYBODY, fails),
    writer.write(EVERYBODY, breaksRule),
    writer.write(EVERYBODY, add('x2')),
  ]);
  expect(results.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'rejected',
    'fulfilled',
  ]);
  expect(results[1]).toMatchObject({ reason: { message: 'on purpose' } });
  expect(await planIds(reader)).toEqual(['x1', 'x2']);
}

/** Closing finishes what was accepted and refuses the rest. */
export async function expectOrderlyClose(database: {
  readonly writer: Writer;
  close(): Promise<void>;
}): Promise<void> {
  const { writer } = database;
  const accepted = ['x1', 'x2'].map((id) => writer.write(EVERYBODY, add(id)));
  const closed = database.close();
  await expect(writer.write(EVERYBODY, add('x3'))).rejects.toBeInstanceOf(UnavailableError);
  expect(await Promise.all(accepted)).toEqual(['x1', 'x2']);
  await closed;
}
