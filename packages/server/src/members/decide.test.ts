import { describe, expect, it } from 'vitest';
import { type Candidate, decide } from './decide.ts';
import type { LinkedUser } from './linked-user.ts';

const ann: LinkedUser = {
  id: 'u1',
  userNameKey: 'ann@acme.test',
  email: 'Ann@acme.test',
  emailKey: 'ann@acme.test',
  displayName: 'Ann',
  active: true,
};
/** Local, active, no Org Admin, and it proved the address: the one that links by itself. */
const certain: Candidate = {
  memberId: 'm1',
  isLocal: true,
  isEnabled: true,
  isOrgAdmin: false,
  emailKey: 'ann@acme.test',
  isEmailProven: true,
  wasLinkedHere: false,
  isLinkedHere: false,
};
const other: Candidate = { ...certain, memberId: 'm2' };
/** Exists through a user of another connection only. */
const elsewhere: Candidate = {
  ...certain,
  isLocal: false,
  isEnabled: false,
  emailKey: undefined,
  isEmailProven: false,
};
const returning: Candidate = { ...elsewhere, wasLinkedHere: true };

const LINK = { kind: 'link', memberId: 'm1' };
const NEW = { kind: 'new' };
const claim = (reason: string) => ({ kind: 'claim', reason });

describe('design.md §4, linking users to members', () => {
  it.each([
    ['nobody matches: a new member', [], NEW],
    ['one local, active member that proved the address: linked', [certain], LINK],
    ['one that this connection had linked before: linked', [returning], LINK],
    ['… inactive as it is after a delete', [{ ...returning, isEnabled: false }], LINK],
    [
      '… also an Org Admin, who is one anyway',
      [{ ...returning, isOrgAdmin: true, isLocal: true, isEnabled: true }],
      LINK,
    ],
    [
      '… but not one that would be Org Admin again by it',
      [{ ...returning, isOrgAdmin: true }],
      claim('org admin'),
    ],
    ['several: a claim', [certain, other], claim('several members match')],
    [
      'several of which one was linked before: a claim',
      [returning, other],
      claim('several members match'),
    ],
    ['inactive: a claim', [{ ...certain, isEnabled: false }], claim('inactive')],
    ['an Org Admin: a claim', [{ ...certain, isOrgAdmin: true }], claim('org admin')],
    [
      'address not proven: a claim',
      [{ ...certain, isEmailProven: false }],
      claim('address not proven'),
    ],
    ['a member of another connection: a claim', [elsewhere], claim('not a local member')],
    [
      'a member that another user of this connection is linked to: a claim',
      [{ ...certain, isLinkedHere: true, wasLinkedHere: true }],
      claim('already linked to another user'),
    ],
    [
      'matches that disagree: a claim',
      [{ ...certain, emailKey: 'somebody@acme.test' }],
      claim('matches disagree'),
    ],
  ])('automatic: %s', (_, candidates, decision) => {
    expect(decide('automatic', ann, candidates)).toEqual(decision);
  });

  it('automatic: user name and e-mail that are two addresses disagree', () => {
    const user = { ...ann, userNameKey: 'old@acme.test' };
    expect(decide('automatic', user, [certain])).toEqual(claim('matches disagree'));
  });
  it('automatic: a user name that is no address does not disagree', () => {
    expect(decide('automatic', { ...ann, userNameKey: 'ann' }, [certain])).toEqual(LINK);
  });
  it('automatic: a user without any address is never certain', () => {
    const user = { ...ann, userNameKey: 'ann', email: undefined, emailKey: undefined };
    expect(decide('automatic', user, [certain])).toEqual(claim('matches disagree'));
  });

  it.each([
    ['nobody matches', [], NEW],
    ['a certain match', [certain], claim('the connection asks')],
    ['several', [certain, other], claim('the connection asks')],
    ['linked before', [returning], LINK],
  ])('ask: %s', (_, candidates, decision) => {
    expect(decide('ask', ann, candidates)).toEqual(decision);
  });

  it.each([
    ['nobody matches', [], NEW],
    ['a certain match', [certain], NEW],
    ['several', [certain, other], NEW],
    ['linked before', [returning], LINK],
    ['linked before, and a local member matches, too', [other, returning], LINK],
    ['several linked before', [returning, { ...returning, memberId: 'm2' }], NEW],
  ])('never: %s', (_, candidates, decision) => {
    expect(decide('never', ann, candidates)).toEqual(decision);
  });
});
