/** URLs where none should be: they have passwords, which must not reach a message or a file's name. */

/** Two letters or more before the colon: one letter is a drive. Or what is left of a broken URL. */
const URL_LIKE = /^[a-z][a-z0-9+.-]+:|^["'`\s]|:\/\/|^\/\/.*@|:.*@/is;
/** To the last @, since passwords that are not encoded as they should be may have others. */
const CREDENTIALS = /(\b[a-z][a-z0-9+.-]+:\/+).*@/gis;
const POSTGRES = /(\bpostgres(?:ql)?:)[^\s'"]*/gi;

/** Whether a text that should be a path may be a URL, also one with a mistake in it. */
export function looksLikeUrl(text: string): boolean {
  return URL_LIKE.test(text);
}

/** A text without what may be a password: rather too little is left of it than too much. */
export function withoutPasswords(text: string): string {
  return text.replace(CREDENTIALS, '$1…@').replace(POSTGRES, '$1//…');
}
