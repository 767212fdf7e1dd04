/**
 * Reads the part of Go's text/template that the chart uses. What it does not know is an error, so that
 * a chart which outgrows it fails a test instead of being rendered wrong.
 */

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** `$name.a.b`, or `.a.b` where name is undefined. */
  | { readonly kind: 'path'; readonly variable: string | undefined; readonly keys: Keys }
  | { readonly kind: 'nested'; readonly pipeline: Pipeline; readonly keys: Keys }
  | { readonly kind: 'function'; readonly name: string };

type Keys = readonly string[];
/** Commands with bars between; each is a function or a value, and arguments. */
export type Pipeline = readonly (readonly Expression[])[];

export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'output'; readonly pipeline: Pipeline }
  | { readonly kind: 'if'; readonly pipeline: Pipeline; readonly body: Body; readonly other: Body }
  | {
      readonly kind: 'with';
      readonly pipeline: Pipeline;
      readonly body: Body;
      readonly other: Body;
    }
  | {
      readonly kind: 'range';
      readonly variables: readonly string[];
      readonly pipeline: Pipeline;
      readonly body: Body;
      readonly other: Body;
    };
export type Body = readonly Node[];

type Action = { readonly text: string } | { readonly code: string };

const ACTION = /\{\{(-\s)?([\s\S]*?)(\s-)?\}\}/g;
const TOKEN =
  /\s*(?:(?<string>"(?:[^"\\]|\\.)*")|(?<number>\d+)|(?<path>\$?[\w]*(?:\.\w+)+|\$\w*|\.)|(?<word>\w+)|(?<sign>:=|[|(),]))/y;

/** @returns The templates that a file defines by name, and what it has outside of them. */
export function parseTemplate(source: string): { body: Body; defined: ReadonlyMap<string, Body> } {
  const actions = actionsOf(source);
  const defined = new Map<string, Body>();
  let at = 0;
  const { body, end } = readBody();
  if (end !== undefined) throw new Error(`{{ ${end} }} ends nothing`);
  return { body, defined };

  /** Until an `end` or `else` of its own, which it takes. */
  function readBody(): { body: Body; end: string | undefined } {
    const nodes: Node[] = [];
    while (at < actions.length) {
      const action = actions[at++] as Action;
      if ('text' in action) {
        nodes.push({ kind: 'text', text: action.text });
        continue;
      }
      const [, word = '', rest = ''] = /^(\w*)\b([\s\S]*)$/.exec(action.code) ?? [];
      if (word === 'end' || word === 'else') return { body: nodes, end: action.code };
      if (word === 'define') defined.set(String(JSON.parse(rest)), expectEnd(readBody()));
      else if (word === 'if' || word === 'with' || word === 'range') nodes.push(block(word, rest));
      else nodes.push({ kind: 'output', pipeline: parsePipeline(action.code) });
    }
    return { body: nodes, end: undefined };
  }

  function block(kind: 'if' | 'with' | 'range', code: string): Node {
    const [, names, piped = code] =
      kind === 'range' ? (/^\s*((?:\$\w+\s*,\s*)?\$\w+)\s*:=([\s\S]*)$/.exec(code) ?? []) : [];
    const variables = names?.split(',').map((name) => name.trim().slice(1)) ?? [];
    const pipeline = parsePipeline(piped);
    const { body, end } = readBody();
    return { kind, variables, pipeline, body, other: readElse(end) };
  }

  function readElse(end: string | undefined): Body {
    if (end === 'end') return [];
    const [, kind, code = ''] = /^else(?:\s+(if|with)\b([\s\S]*))?$/.exec(end ?? '') ?? [];
    if (end === undefined) throw new Error('a block has no end');
    if (kind === 'if' || kind === 'with') return [block(kind, code)];
    return expectEnd(readBody());
  }

  function expectEnd({ body, end }: { body: Body; end: string | undefined }): Body {
    if (end !== 'end') throw new Error(`expected {{ end }}, found ${end ?? 'the end of the file'}`);
    return body;
  }
}

/** Text and actions in turn, comments gone, white space trimmed where a `-` asks for it. */
function actionsOf(source: string): Action[] {
  const actions: Action[] = [];
  let from = 0;
  let trim = false;
  for (const match of source.matchAll(ACTION)) {
    const text = source.slice(from, match.index);
    const left = trim ? text.trimStart() : text;
    actions.push({ text: match[1] === undefined ? left : left.trimEnd() });
    const code = (match[2] ?? '').trim();
    if (!/^\/\*[\s\S]*\*\/$/.test(code)) actions.push({ code });
    from = match.index + match[0].length;
    trim = match[3] !== undefined;
  }
  const text = source.slice(from);
  actions.push({ text: trim ? text.trimStart() : text });
  return actions;
}

function parsePipeline(code: string): Pipeline {
  const tokens = tokensOf(code);
  let at = 0;
  const pipeline = readPipeline();
  if (at < tokens.length) throw new Error(`unexpected "${tokens[at]?.text}" in {{ ${code} }}`);
  return pipeline;

  function readPipeline(): Pipeline {
    const commands: Expression[][] = [[]];
    while (at < tokens.length && tokens[at]?.text !== ')') {
      const token = tokens[at++] as Token;
      if (token.text === '|') commands.push([]);
      else commands.at(-1)?.push(readExpression(token));
    }
    if (commands.some((command) => command.length === 0)) {
      throw new Error(`a command is missing in {{ ${code} }}`);
    }
    return commands;
  }

  function readExpression({ kind, text }: Token): Expression {
    if (kind === 'string') return { kind: 'literal', value: String(JSON.parse(text)) };
    if (kind === 'number') return { kind: 'literal', value: Number(text) };
    if (kind === 'path') {
      const [head = '', ...keys] = text.split('.');
      const variable = head.startsWith('$') ? head.slice(1) : undefined;
      if (head !== '' && variable === undefined) throw new Error(`"${text}" is not a path`);
      return { kind: 'path', variable, keys: keys.filter((key) => key !== '') };
    }
    if (kind === 'word') {
      const constant = CONSTANTS.get(text);
      return constant === undefined
        ? { kind: 'function', name: text }
        : { kind: 'literal', value: constant === 'nil' ? null : constant };
    }
    if (text !== '(') throw new Error(`unexpected "${text}" in {{ ${code} }}`);
    const nested = readPipeline();
    if (tokens[at++]?.text !== ')') throw new Error(`a bracket is open in {{ ${code} }}`);
    return { kind: 'nested', pipeline: nested, keys: [] };
  }
}

const CONSTANTS: ReadonlyMap<string, boolean | 'nil'> = new Map<string, boolean | 'nil'>([
  ['true', true],
  ['false', false],
  ['nil', 'nil'],
]);

interface Token {
  readonly kind: string;
  readonly text: string;
}

function tokensOf(code: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < code.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(code);
    if (match === null) throw new Error(`cannot read {{ ${code} }} at "${code.slice(at)}"`);
    const [kind, text] = Object.entries(match.groups ?? {}).find(([, value]) => value) ?? ['', ''];
    tokens.push({ kind, text });
  }
  return tokens;
}
