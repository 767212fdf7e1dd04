import { expect } from 'vitest';
import { type Answer, type Body, LIST } from '../../support/scim-suite/client.ts';

export { type Answer, type Body, expectError } from '../../support/scim-suite/client.ts';

/** Checks the status and the media type; returns the body. */
export function expectOk(answer: Answer, status: number): Body {
  expect(answer.status, answer.text).toBe(status);
  if (status === 204) {
    expect(answer.text).toBe('');
    return undefined;
  }
  expect(answer.headers.get('content-type')).toMatch(/^application\/scim\+json/);
  return answer.body;
}

/** A list of exactly this page: its paging numbers are JSON integers. */
export function expectPage(
  answer: Answer,
  paging: { totalResults: number; startIndex?: number; itemsPerPage?: number },
): Body[] {
  const body = expectOk(answer, 200);
  expect(body).toMatchObject({
    schemas: [LIST],
    startIndex: 1,
    itemsPerPage: paging.totalResults,
    ...paging,
  });
  const resources: Body[] = body.Resources ?? [];
  expect(resources).toHaveLength(body.itemsPerPage);
  return resources;
}

/** Checks that a create answered 201 with an id and the Location of the resource. */
export function expectCreated(answer: Answer): Body {
  const body = expectOk(answer, 201);
  expect(body.id).toMatch(/\S/);
  expect(body.id).not.toContain('bulkId');
  expect(answer.headers.get('location')).toBe(body.meta.location);
  expect(body.meta.location).toMatch(new RegExp(`/${body.meta.resourceType}s/${body.id}$`));
  return body;
}

/** Ids of a group's members, sorted. */
export function memberIds(group: Body): string[] {
  return group.members.map((member: Body) => String(member.value)).sort();
}
