/** What a mail says, and the two forms of it: plain text and HTML. One template for all kinds. */
import { escapeHtml, inert } from './inert.ts';

/** The parts of a mail. Every text may have names in it as they came; none is HTML. */
export interface Letter {
  readonly subject: Words;
  /** What happened, why, and what to do: a paragraph each. */
  readonly paragraphs: readonly Words[];
  /** Lines of a name and a value, such as the connection that it is about, or a link. */
  readonly facts: readonly (readonly [name: string, value: string | Link])[];
  /** Why the person got it: the last line. */
  readonly why: Words;
}

/** Begins with what the links of the service begin with, so it is neither clipped nor anybody else's. */
export interface Link {
  readonly url: string;
}

/** A sentence of ours with values from outside, which alone are clipped and made inert. */
export interface Words {
  readonly strings: readonly string[];
  readonly values: readonly string[];
}

export interface RenderedMail {
  /** One line. */
  readonly subject: string;
  readonly plainBody: string;
  readonly htmlBody: string;
}

/** Tags a sentence: `words\`The token "${name}" expires.\``. */
export function words(strings: TemplateStringsArray, ...values: readonly string[]): Words {
  return { strings, values };
}

/** The sentence as text on one line. */
export function plain({ strings, values }: Words): string {
  return strings.map((text, at) => text + inert(values[at] ?? '')).join('');
}

/** @param organizationName In whose name it is sent. */
export function renderLetter(letter: Letter, organizationName: string): RenderedMail {
  const heading = inert(organizationName);
  const view = {
    heading,
    paragraphs: letter.paragraphs.map(plain),
    facts: [
      ['Organisation', heading] as const,
      ...letter.facts.map(
        ([name, value]) => [name, typeof value === 'string' ? inert(value) : value] as const,
      ),
    ],
    why: plain(letter.why),
  };
  return { subject: plain(letter.subject), plainBody: asText(view), htmlBody: asHtml(view) };
}

interface View {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly facts: Letter['facts'];
  readonly why: string;
}

function asText({ paragraphs, facts, why }: View): string {
  const lines = facts
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : value.url}`)
    .join('\n');
  return `${[...paragraphs, lines, `-- \n${why}`].join('\n\n')}\n`;
}

const BODY = 'font-family:sans-serif;font-size:15px;line-height:1.5;color:#222;max-width:36em';
const SMALL = 'font-size:13px;color:#555;border-top:1px solid #ccc;padding-top:8px';

function asHtml({ heading, paragraphs, facts, why }: View): string {
  const rows = facts.map(
    ([name, value]) =>
      `<tr><td style="padding-right:1em">${escapeHtml(name)}</td><td>${cell(value)}</td></tr>`,
  );
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(heading)}</title></head>`,
    `<body style="${BODY}">`,
    `<p><strong>${bdi(heading)}</strong></p>`,
    ...paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`),
    `<table>${rows.join('')}</table>`,
    `<p style="${SMALL}">${escapeHtml(why)}</p>`,
    '</body></html>',
    '',
  ].join('\n');
}

function cell(value: string | Link): string {
  if (typeof value === 'string') return bdi(value);
  const url = escapeHtml(value.url);
  return `<a href="${url}">${url}</a>`;
}

/** A name may be in a script of the other direction; it turns nothing around but itself. */
function bdi(text: string): string {
  return `<bdi>${escapeHtml(text)}</bdi>`;
}
