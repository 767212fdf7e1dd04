/** Renders a Helm chart without Helm: `helm template` for as much as our chart uses. */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { type Body, type Expression, type Pipeline, parseTemplate } from './go-template-parser.ts';
import { HELM_FUNCTIONS, isTrue, print, type Value } from './helm-functions.ts';

export interface Chart {
  readonly metadata: Record<string, unknown>;
  readonly values: Record<string, unknown>;
  /** Path below the chart → text. */
  readonly files: ReadonlyMap<string, string>;
}

export interface Release {
  readonly name: string;
  readonly namespace: string;
}

/** An object of Kubernetes, as its YAML says. */
export type Manifest = Readonly<Record<string, unknown>>;

export function readChart(directory: string): Chart {
  const files = globSync('templates/*', { cwd: directory }).map(
    (path) => [path, readFileSync(join(directory, path), 'utf8')] as const,
  );
  return {
    metadata: parse(readFileSync(join(directory, 'Chart.yaml'), 'utf8')),
    values: parse(readFileSync(join(directory, 'values.yaml'), 'utf8')),
    files: new Map(files.sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** What Helm makes of `--values`: maps are merged, all else is replaced. */
export function mergeValues(base: Value, over: Value): Value {
  if (!isMap(base) || !isMap(over)) return over === undefined ? base : over;
  const keys = new Set([...Object.keys(base), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, mergeValues(base[key], over[key])]));
}

/**
 * @param values Merged over the chart's own.
 * @returns The text of each file that has something to say.
 */
export function renderChart(
  chart: Chart,
  release: Release,
  values: Value = {},
): Map<string, string> {
  const parsed = [...chart.files].map(([path, source]) => ({ path, ...parseTemplate(source) }));
  const templates = new Map<string, Body>();
  for (const { path, body, defined } of parsed) {
    // A file is a template, too, under its path.
    templates.set(templatePath(chart, path), body);
    for (const [name, content] of defined) templates.set(name, content);
  }
  const { name, version, appVersion } = chart.metadata;
  const root = {
    Values: mergeValues(chart.values, values),
    Release: { Name: release.name, Namespace: release.namespace, Service: 'Helm' },
    Chart: { Name: name, Version: version, AppVersion: appVersion },
    Template: { BasePath: templatePath(chart, 'templates') },
  };
  const rendered = new Map<string, string>();
  for (const { path, body } of parsed) {
    if (basename(path).startsWith('_')) continue;
    const text = new Rendering(templates, root).render(body, root, new Map());
    if (text.trim() !== '') rendered.set(path, text);
  }
  return rendered;
}

/** The objects in rendered files; a YAML error or a duplicate key is thrown. */
export function manifestsOf(rendered: ReadonlyMap<string, string>): Manifest[] {
  const yaml = [...rendered].filter(([path]) => path.endsWith('.yaml'));
  return yaml.flatMap(([path, text]) =>
    parseAllDocuments(text).map((document) => {
      const problems = 'errors' in document ? [...document.errors, ...document.warnings] : [];
      if (problems.length > 0) throw new Error(`${path}: ${problems.join('; ')}\n${text}`);
      return document.toJS() as Manifest;
    }),
  );
}

function templatePath({ metadata }: Chart, path: string): string {
  return `${String(metadata.name)}/${path}`;
}

function isMap(value: Value): value is Record<string, Value> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Variables = ReadonlyMap<string, Value>;

class Rendering {
  private readonly templates: ReadonlyMap<string, Body>;
  private readonly root: Value;

  constructor(templates: ReadonlyMap<string, Body>, root: Value) {
    this.templates = templates;
    this.root = root;
  }

  render(body: Body, dot: Value, variables: Variables): string {
    return body
      .map((node) => {
        if (node.kind === 'text') return node.text;
        const value = this.pipe(node.pipeline, dot, variables);
        if (node.kind === 'output') return print(value);
        if (!isTrue(value)) return this.render(node.other, dot, variables);
        if (node.kind === 'range') return this.range(node.body, node.variables, value, variables);
        return this.render(node.body, node.kind === 'with' ? value : dot, variables);
      })
      .join('');
  }

  /** Maps in the order of their keys, as Go does. */
  private range(body: Body, names: readonly string[], over: Value, outer: Variables): string {
    const entries = Object.entries(over as object);
    if (!Array.isArray(over)) entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return entries
      .map(([key, value]) => {
        const pair = names.length === 1 ? [value] : [key, value];
        const own = names.map((name, index) => [name, pair[index]] as const);
        return this.render(body, value, new Map([...outer, ...own]));
      })
      .join('');
  }

  private pipe(pipeline: Pipeline, dot: Value, variables: Variables): Value {
    let last: readonly Value[] = [];
    for (const [head, ...rest] of pipeline) {
      const values = rest.map((argument) => this.value(argument, dot, variables));
      if (head?.kind === 'function') last = [this.call(head.name, [...values, ...last])];
      else if (head === undefined || values.length > 0 || last.length > 0) {
        throw new Error('a value is given arguments');
      } else last = [this.value(head, dot, variables)];
    }
    return last[0];
  }

  private value(expression: Expression, dot: Value, variables: Variables): Value {
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'function':
        return this.call(expression.name, []);
      case 'nested':
        return follow(this.pipe(expression.pipeline, dot, variables), expression.keys);
      case 'path': {
        const { variable, keys } = expression;
        if (variable === undefined) return follow(dot, keys);
        if (variable === '') return follow(this.root, keys);
        if (!variables.has(variable)) throw new Error(`$${variable} is not defined`);
        return follow(variables.get(variable), keys);
      }
    }
  }

  private call(name: string, values: readonly Value[]): Value {
    if (name === 'include') {
      const body = this.templates.get(String(values[0]));
      if (body === undefined) throw new Error(`no template is called ${String(values[0])}`);
      // `$` is what the template was given.
      return new Rendering(this.templates, values[1]).render(body, values[1], new Map());
    }
    const helm = HELM_FUNCTIONS[name];
    if (helm === undefined) throw new Error(`the tests do not know the function ${name}`);
    return helm(...values);
  }
}

/** Stricter than Helm: a value that no values.yaml declares is a mistake in the chart. */
function follow(from: Value, keys: readonly string[]): Value {
  let value = from;
  for (const key of keys) {
    if (!isMap(value)) throw new Error(`.${keys.join('.')}: there is nothing to look ${key} up in`);
    if (!Object.hasOwn(value, key)) throw new Error(`.${keys.join('.')} is not declared`);
    value = value[key];
  }
  return value;
}
