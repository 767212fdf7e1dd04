import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import type { Json, Mode } from '../resource/types.ts';
import { userType } from '../schema/index.ts';
import { parsePatch } from './index.ts';
import { PATCH_OP } from './test-support.ts';

const title = { op: 'replace', path: 'title', value: 'x' };

function parse(body: unknown, mode: Mode = 'tolerant', patchOperations = 1000) {
  const notes: string[] = [];
  const operations = parsePatch(body as Json, userType, {
    mode,
    note: (entry, subject) => notes.push(`${entry} ${subject}`),
    limits: { ...DEFAULT_LIMITS, patchOperations },
  });
  return { operations, notes };
}

function refused(body: unknown, mode: Mode = 'tolerant', patchOperations = 1000): ScimError {
  try {
    parse(body, mode, patchOperations);
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error(`Not refused: ${JSON.stringify(body)}`);
}

const message = (...Operations: unknown[]) => ({ schemas: [PATCH_OP], Operations });

describe('RFC 7644 §3.5.2 the message', () => {
  it.each([
    ['7644-3.5.2-02 the PatchOp schema', message(title)],
    [
      '7644-3.5.2-02 its URN in another case',
      { ...message(title), schemas: [PATCH_OP.toUpperCase()] },
    ],
    ['7644-3.5.2-03 "operations"', { schemas: [PATCH_OP], operations: [title] }],
    [
      'keys in any case',
      { SCHEMAS: [PATCH_OP], OPERATIONS: [{ OP: 'add', PATH: 'title', VALUE: 1 }] },
    ],
  ])('accepts %s in both modes without a note', (_, body) => {
    for (const mode of ['tolerant', 'strict'] as const) {
      const { operations, notes } = parse(body, mode);
      expect(operations).toHaveLength(1);
      expect(notes).toEqual([]);
    }
  });

  it.each([
    ['no schemas', { Operations: [title] }],
    ['null schemas', { schemas: null, Operations: [title] }],
    ['other schemas', { schemas: ['urn:other'], Operations: [title] }],
    ['schemas of the wrong type', { schemas: PATCH_OP, Operations: [title] }],
    ['schemas of numbers', { schemas: [1], Operations: [title] }],
  ])('7644-3.5.2-02 %s: tolerant notes it, strict refuses', (_, body) => {
    expect(parse(body).notes).toEqual([`missing-patch-schemas ${PATCH_OP}`]);
    expect(refused(body, 'strict').error).toBe('invalidSyntax');
  });

  it.each([
    ['no body', null],
    ['an array', [message(title)]],
    ['a string', 'x'],
    ['{}', {}],
    ['no Operations', { schemas: [PATCH_OP] }],
    ['Operations null', { schemas: [PATCH_OP], Operations: null }],
    ['Operations []', message()],
    ['Operations as an object', { schemas: [PATCH_OP], Operations: title }],
    ['an operation that is null', message(null)],
    ['an operation that is a string', message('add')],
    ['an operation that is an array', message([title])],
    ['no op', message({ path: 'title', value: 'x' })],
    ['op null', message({ ...title, op: null })],
    ['op true', message({ ...title, op: true })],
    ['op move', message({ ...title, op: 'move' })],
    ['op copy', message({ ...title, op: 'copy' })],
    ['op test', message({ ...title, op: 'test' })],
    ['op with a space', message({ ...title, op: 'add ' })],
    ['op constructor', message({ ...title, op: 'constructor' })],
  ])('7644-3.5.2-03 7644-3.5.2-04 %s is 400 invalidSyntax', (_, body) => {
    for (const mode of ['tolerant', 'strict'] as const) {
      expect(refused(body, mode).error).toBe('invalidSyntax');
    }
  });

  it.each(['Add', 'REPLACE', 'Remove'])('7644-3.5.2-04 op %s: tolerant notes it', (op) => {
    const body = message({ ...title, op });
    expect(parse(body).notes).toEqual([`capital-op ${op}`]);
    expect(parse(body).operations[0]?.op).toBe(op.toLowerCase());
    expect(refused(body, 'strict').error).toBe('invalidSyntax');
  });

  it('unknown keys are noted, or refused on strict connections', () => {
    const bodies = [{ ...message(title), extra: 1 }, message({ ...title, from: 'x' })];
    expect(bodies.flatMap((body) => parse(body).notes)).toEqual([
      'unknown-attribute extra in the PatchOp message',
      'unknown-attribute from in operation 1',
    ]);
    for (const body of bodies) expect(refused(body, 'strict').error).toBe('invalidSyntax');
  });

  it('gives the position of each operation and keeps the value as it is', () => {
    const { operations } = parse(message(title, { op: 'remove', path: 'emails' }));
    expect(operations.map(({ index }) => index)).toEqual([0, 1]);
    expect(operations.map(({ value }) => value)).toEqual(['x', undefined]);
  });
});

describe('RFC 7644 §3.5.2 path and value', () => {
  it.each([
    ['7644-3.5.2-05 JSON Pointer', '/emails/0', 'invalidPath'],
    ['7644-3.5.2-05 an index', 'emails[0]', 'invalidFilter'],
    ['7644-3.5.2-07 a filter behind a dot', 'emails.value[type eq "work"]', 'invalidPath'],
    ['7644-3.5.2-08 an open bracket', 'emails[', 'invalidPath'],
    ['7644-3.5.2-08 an unknown operator', 'emails[type xx "a"]', 'invalidFilter'],
    ['7644-3.5.2-08 an empty filter', 'emails[]', 'invalidFilter'],
    ['7644-3.5.2-08 an empty path', '', 'invalidPath'],
    ['7644-3.5.2-08 a number', 7, 'invalidPath'],
    ['7644-3.5.2-08 an object', {}, 'invalidPath'],
    ['7644-3.5.2-08 an array', ['title'], 'invalidPath'],
    ['a path that is too long', `x${'y'.repeat(512)}`, 'invalidPath'],
  ])('%s is refused', (_, path, error) => {
    for (const op of ['add', 'replace', 'remove']) {
      const refusedWith = refused(message(title, { op, path, value: 'x' }));
      expect(refusedWith.error).toBe(error);
      expect(refusedWith.detail).toContain('operation 2');
    }
  });

  it('7644-3.5.2-06 7644-3.5.2.2-01 remove without path is 400 noTarget', () => {
    for (const mode of ['tolerant', 'strict'] as const) {
      expect(refused(message({ op: 'remove' }), mode).error).toBe('noTarget');
      expect(refused(message({ op: 'remove', path: null }), mode).error).toBe('noTarget');
      expect(refused(message({ op: 'remove', value: { title: 1 } }), mode).error).toBe('noTarget');
    }
  });

  it.each(['add', 'replace'])('7644-3.5.2-06 INTEROP-09 %s without path', (op) => {
    const body = message({ op, value: { title: 'x' } });
    expect(parse(body).notes).toEqual([`path-less-patch ${op}`]);
    expect(refused(body, 'strict').error).toBe('invalidSyntax');
  });

  it.each(['add', 'replace'])('7644-3.5.2.1-01 %s without value is 400 invalidValue', (op) => {
    const error = refused(message(title, { op, path: 'title' }));
    expect(error.error).toBe('invalidValue');
    expect(error.detail).toContain('operation 2');
    expect(parse(message({ op, path: 'title', value: null })).operations[0]?.value).toBeNull();
  });
});

describe('limits', () => {
  it('patchOperations: n works, n + 1 is 413 and names the limit', () => {
    const three = message(title, title, title);
    expect(parse(three, 'tolerant', 3).operations).toHaveLength(3);
    const error = refused(three, 'tolerant', 2);
    expect(error.status).toBe(413);
    expect(error.detail).toContain('patchOperations');
  });

  it('keys with filters count as operations', () => {
    const value = {
      'emails[type eq "a"].value': 'a',
      'emails[type eq "b"].value': 'b',
      title: 'x',
    };
    const body = message({ op: 'add', value });
    expect(parse(body, 'tolerant', 3).operations).toHaveLength(1);
    expect(refused(body, 'tolerant', 2).error).toBe('payloadTooLarge');
  });

  it('pathDepth: filters in paths nest no deeper', () => {
    const nested = (depth: number) =>
      `emails[${'('.repeat(depth)}type eq "a"${')'.repeat(depth)}].value`;
    expect(parse(message({ ...title, path: nested(5) })).operations).toHaveLength(1);
    expect(refused(message({ ...title, path: nested(6) })).status).toBe(400);
  });
});
