/**
 * The text of a personal access token: `rcpat_<organisation>_<30 base62><6 base62 of its CRC-32>`.
 * Prefix and checksum let secret scanners recognise a leaked token without asking us.
 */
import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 62³⁰, about 178 bits. */
const SECRET_LENGTH = 30;
const CHECKSUM_LENGTH = 6;
/** Bytes from here on would favour the first letters of the alphabet, so they are thrown away. */
const UNBIASED_BYTES = 248;
const ORGANIZATION_LENGTH = 10;
const ORGANIZATION_ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';
const ORGANIZATION_UNBIASED_BYTES = 252;

/** A regular expression for secret scanners. */
export const TOKEN_PATTERN = /^rcpat_[0-9a-z]{10}_[0-9A-Za-z]{36}$/;

const PREFIX = /rc(?:pat|op)_/;
const TOKENS = /rcpat_[0-9a-z]{10}_[0-9A-Za-z]{36}|rcop_[0-9A-Za-z]{36}/g;

/** Symbols of the alphabet, each equally likely. */
export function randomText(length: number): string {
  return symbols(length, ALPHABET, UNBIASED_BYTES);
}

/** The short key of an organisation, part of its tokens. */
export function newOrganizationId(): string {
  return symbols(ORGANIZATION_LENGTH, ORGANIZATION_ALPHABET, ORGANIZATION_UNBIASED_BYTES);
}

export function newTokenText(organizationId: string): string {
  const body = `rcpat_${organizationId}_${randomText(SECRET_LENGTH)}`;
  return body + checksum(body);
}

/** Whether a text has the form and the checksum of a token: if not, it was mistyped or cut off. */
export function isTokenText(text: string): boolean {
  return TOKEN_PATTERN.test(text) && hasChecksum(text);
}

/** What the vendor's application shows as the operator: `rcop_<30 base62><6 base62 of its CRC-32>`. */
const OPERATOR_KEY_PATTERN = /^rcop_[0-9A-Za-z]{36}$/;

export function newOperatorKeyText(): string {
  const body = `rcop_${randomText(SECRET_LENGTH)}`;
  return body + checksum(body);
}

/** Whether a text has the form and the checksum of an operator key. */
export function isOperatorKeyText(text: string): boolean {
  return OPERATOR_KEY_PATTERN.test(text) && hasChecksum(text);
}

function hasChecksum(text: string): boolean {
  return text.slice(-CHECKSUM_LENGTH) === checksum(text.slice(0, -CHECKSUM_LENGTH));
}

/** Whether there is a token or an operator key anywhere in a text. */
export function hasToken(text: string): boolean {
  if (!PREFIX.test(text)) return false;
  return (text.match(TOKENS) ?? []).some(hasChecksum);
}

function checksum(body: string): string {
  let rest = crc32(body);
  let text = '';
  for (let i = 0; i < CHECKSUM_LENGTH; i++) {
    text = (ALPHABET[rest % 62] ?? '') + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

function symbols(length: number, alphabet: string, unbiased: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < unbiased && text.length < length) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}
