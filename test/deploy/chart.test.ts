/**
 * The Helm chart, without Helm: Go's own parser reads the templates, a renderer of our own makes the
 * objects, and Kubernetes' schemas and types judge them.
 */
import { readFileSync } from 'node:fs';
import { InvalidTemplateError, parse as renderInGo } from '@evertdespiegeleer/go-template';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { SERVER_LIMITS } from '../../packages/server/src/http/server-limits.ts';
import {
  type Manifest,
  manifestsOf,
  mergeValues,
  readChart,
  renderChart,
} from './support/helm-chart.ts';
import { HELM_FUNCTIONS } from './support/helm-functions.ts';
import { unknownFields, validate } from './support/kubernetes.ts';
import { DEPLOY, REPOSITORY } from './support/repository.ts';
import { refusalOf } from './support/settings.ts';

const DIRECTORY = `${DEPLOY}helm/rollcall`;
const CHART = readChart(DIRECTORY);
const RELEASE = { name: 'acme', namespace: 'scim' };
const isValid = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(`${DIRECTORY}/values.schema.json`, 'utf8')),
);

const LEAST = {
  publicUrl: 'https://scim.example.com',
  database: { url: 'postgresql://rollcall_app:secret@db:5432/rollcall' },
};
/** Every branch of the templates that LEAST does not take. */
const MOST = {
  ...LEAST,
  replicaCount: 3,
  fullnameOverride: 'provisioning',
  image: { repository: 'registry.example.com/rollcall', tag: 'v1', pullPolicy: 'Always' },
  imagePullSecrets: [{ name: 'pull' }],
  database: {
    url: 'postgresql://rollcall_app:secret@h1:5432,h2:5432/rollcall?target_session_attrs=read-write',
    migrationUrl: 'postgresql://rollcall_owner:secret@h1:5432,h2:5432/rollcall',
  },
  settings: {
    logLevel: 'info',
    requestsPerSecond: 100,
    burst: 2_000_000,
    activityDays: 7,
    eventDays: 365,
    trustedProxies: ['10.0.0.0/8', '192.0.2.1'],
    limits: { pageSize: 500, filterTerms: 50 },
  },
  service: { type: 'LoadBalancer', port: 8080, annotations: { 'example.com/a': 'b' } },
  ingress: {
    enabled: true,
    className: 'nginx',
    annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '17m' },
    tls: [{ hosts: ['scim.example.com'], secretName: 'tls' }],
  },
  podDisruptionBudget: { maxUnavailable: '50%' },
  networkPolicy: {
    enabled: true,
    ingressFrom: [{ namespaceSelector: { matchLabels: { name: 'ingress' } } }],
    databaseTo: [{ ipBlock: { cidr: '10.1.0.0/16' } }],
    databasePorts: [5432, 6432],
  },
  serviceAccount: { name: 'provisioning', annotations: { 'example.com/role': 'x' } },
  podAnnotations: { 'prometheus.io/scrape': 'true' },
  podLabels: { team: 'identity' },
  nodeSelector: { disk: 'fast' },
  tolerations: [{ key: 'only', operator: 'Exists', effect: 'NoSchedule' }],
  affinity: { nodeAffinity: {} },
  priorityClassName: 'high',
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule' },
  ],
  extraEnv: [{ name: 'NODE_EXTRA_CA_CERTS', value: '/etc/ca.pem' }],
};
const CASES = {
  'as little as can be set': LEAST,
  'as much as can be set': MOST,
  "URLs in a Secret of one's own": {
    ...LEAST,
    database: { existingSecret: 'urls', existingSecretHasMigrationUrl: true },
    serviceAccount: { create: false },
    preStopSeconds: 0,
  },
  'one replica': { ...LEAST, replicaCount: 1 },
};

describe('Chart.yaml', () => {
  const { metadata } = CHART;

  test('is what Helm 3 and later take', () => {
    expect(metadata).toMatchObject({ apiVersion: 'v2', name: 'rollcall', type: 'application' });
    expect(metadata.version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test('is for the version of Rollcall beside it', () => {
    const { version } = JSON.parse(
      readFileSync(`${REPOSITORY}packages/server/package.json`, 'utf8'),
    );
    expect(metadata.appVersion).toBe(version);
  });
});

describe('values', () => {
  test("the chart's own keep to the schema", () => {
    expect(problemsOf(CHART.values)).toEqual([]);
  });

  test.each([
    ['an unknown name', { replicas: 3 }, 'must NOT have additional properties'],
    [
      'an unknown name deeper down',
      { database: { URL: 'x' } },
      'must NOT have additional properties',
    ],
    ['a number as text', { replicaCount: '3' }, 'must be integer'],
    ['a public URL without scheme', { publicUrl: 'scim.example.com' }, 'must match pattern'],
    [
      'a database that is not PostgreSQL',
      { database: { url: 'mysql://a/b' } },
      'must match pattern',
    ],
    ['a level that is none', { settings: { logLevel: 'loud' } }, 'must be equal to one of'],
  ])('%s is refused', (_what, values, problem) => {
    expect(problemsOf(mergeValues(CHART.values, values)).join()).toContain(problem);
  });
});

describe('templates', () => {
  test.each([...CHART.files])('Go reads %s', async (_path, source) => {
    // It knows no function of Helm. To parse, any function does that takes all arguments.
    const own = new RegExp(
      `(?<![\\w."$/-])(?:${Object.keys(HELM_FUNCTIONS).join('|')}|include)(?=\\s)`,
      'g',
    );
    const parsed = source.replace(/\{\{[\s\S]*?\}\}/g, (action) => action.replace(own, 'print'));
    const outcome = await renderInGo(parsed, {}).catch((error: unknown) => error);
    // To execute it without values fails, and that is all that may.
    expect(outcome).not.toBeInstanceOf(InvalidTemplateError);
  });

  test.each([
    '{{ .a }}|{{ .n }}|{{ .m.k }}|{{ print "x" .a }}|{{ printf "%s-%s" .a "b" }}|{{ .a | print }}',
    '{{ if .empty }}a{{ else if .a }}b{{ else }}c{{ end }}{{ if not .list }}d{{ else }}e{{ end }}',
    ' {{- /* gone */ -}} x {{- with .m }} {{ .k }} {{ $.a }}{{ end }}{{ with .empty }}a{{ else }}b{{ end }}',
    '{{ range .list }}<{{ . }}>{{ end }}{{ range $k, $v := .m }}{{ $k }}={{ $v }};{{ end }}',
    '{{ range .none }}a{{ else }}b{{ end }}{{ if and .a (eq .n .n) }}y{{ end }}',
    '{{ if or .empty .none }}z{{ end }}{{ if eq .a "v" "a" }}w{{ end }}',
  ])('the renderer of these tests agrees with Go: %s', async (source) => {
    const data = {
      a: 'v',
      n: 2,
      m: { z: 'last', k: 'first' },
      list: ['p', 'q'],
      none: [],
      empty: '',
    };
    // Helm's values are one level deeper.
    const file = `{{ with .Values }}${source.replaceAll('$.', '$.Values.')}{{ end }}`;
    const chart = {
      metadata: { name: 'c' },
      values: {},
      files: new Map([['templates/a.txt', file]]),
    };
    const rendered = renderChart(chart, RELEASE, data).get('templates/a.txt');
    expect(rendered).toBe(await renderInGo(source, data));
  });

  test.each([
    ['publicUrl', { database: LEAST.database }],
    ['database.url', { publicUrl: LEAST.publicUrl }],
  ])('without %s nothing is rendered', (name, values) => {
    expect(() => render(values)).toThrow(`${name} `);
  });
});

describe('what judges the objects', () => {
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'a' },
    spec: { ports: [{ port: 80 }] },
  };

  test('refuses a wrong value', () => {
    expect(() => validate(service)).not.toThrow();
    const wrong = { ...service, spec: { ports: [{ port: 'http' }] } };
    expect(() => validate(wrong)).toThrow('must be integer');
  });

  test('finds a field that is unknown', () => {
    expect(unknownFields([service])).toBe('');
    const unknown = { ...service, spec: { ports: [{ port: 80, targetport: 'http' }] } };
    expect(unknownFields([service, unknown])).toContain('targetport');
  });
});

describe.each(Object.entries(CASES))('rendered with %s', (_name, values) => {
  const manifests = manifestsOf(render(values));

  test('the values keep to the schema', () => {
    expect(problemsOf(mergeValues(CHART.values, values))).toEqual([]);
  });

  test.each(manifests.map((manifest) => [String(manifest.kind), manifest] as const))(
    'Kubernetes takes the %s',
    (_kind, manifest) => {
      validate(manifest);
      expect(at(manifest, 'metadata', 'name')).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
      expect(at(manifest, 'metadata', 'labels', 'app.kubernetes.io/instance')).toBe('acme');
    },
  );

  test('no field is unknown to Kubernetes', () => {
    expect(unknownFields(manifests)).toBe('');
  });

  test('everything selects the pods of the Deployment', () => {
    const labels = Object.entries(podOf(manifests).metadata.labels);
    const selectors = [
      at(find(manifests, 'Deployment'), 'spec', 'selector', 'matchLabels'),
      at(find(manifests, 'Service'), 'spec', 'selector'),
      at(find(manifests, 'PodDisruptionBudget'), 'spec', 'selector', 'matchLabels'),
      at(find(manifests, 'NetworkPolicy'), 'spec', 'podSelector', 'matchLabels'),
    ].filter((selector) => selector !== undefined);
    expect(selectors.length).toBeGreaterThanOrEqual(2);
    for (const selector of selectors) {
      expect(labels).toEqual(expect.arrayContaining(Object.entries(selector as object)));
    }
  });

  test('Rollcall takes its settings', () => {
    const environment = Object.fromEntries(
      podOf(manifests)
        .container.env.filter(({ name }) => name.startsWith('ROLLCALL_'))
        .map(({ name, value }) => [name, value ?? 'postgresql://rollcall@db:5432/rollcall']),
    );
    expect(refusalOf(environment)).toBeUndefined();
  });

  test('runs without any right that it does not need', () => {
    const { spec, container } = podOf(manifests);
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    expect(container.securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(spec.automountServiceAccountToken).toBe(false);
  });

  test('gets no setting from the names of Services', () => {
    expect(podOf(manifests).spec.enableServiceLinks).toBe(false);
  });

  test('asks for health and readiness, and has time to stop', () => {
    const { spec, container } = podOf(manifests);
    expect(at(container, 'livenessProbe', 'httpGet', 'path')).toBe('/healthz');
    expect(at(container, 'readinessProbe', 'httpGet', 'path')).toBe('/readyz');
    const pause = Number(at(container, 'lifecycle', 'preStop', 'exec', 'command', '1') ?? 0);
    expect(Number(spec.terminationGracePeriodSeconds)).toBeGreaterThan(
      pause + SERVER_LIMITS.stopTimeoutMs / 1000,
    );
  });
});

describe('rendered', () => {
  test('two replicas and a budget are the default, and one replica has none', () => {
    expect(at(find(manifestsOf(render(LEAST)), 'Deployment'), 'spec', 'replicas')).toBe(2);
    expect(kindsOf(LEAST)).toEqual([
      'Deployment',
      'PodDisruptionBudget',
      'Secret',
      'Service',
      'ServiceAccount',
    ]);
    expect(kindsOf(CASES['one replica'])).not.toContain('PodDisruptionBudget');
  });

  test("a Secret of one's own is used and none is made", () => {
    const values = CASES["URLs in a Secret of one's own"];
    expect(kindsOf(values)).toEqual(['Deployment', 'PodDisruptionBudget', 'Service']);
    const names = podOf(manifestsOf(render(values))).container.env.map(({ valueFrom }) =>
      at(valueFrom, 'secretKeyRef', 'name'),
    );
    expect(names.filter((name) => name !== undefined)).toEqual(['urls', 'urls']);
  });

  test('settings reach the pod as they were meant', () => {
    const { env } = podOf(manifestsOf(render(MOST))).container;
    expect(Object.fromEntries(env.map(({ name, value }) => [name, value]))).toMatchObject({
      ROLLCALL_BURST: '2000000',
      ROLLCALL_LIMIT: 'filterTerms=50,pageSize=500,',
      ROLLCALL_TRUSTED_PROXY: '10.0.0.0/8,192.0.2.1',
      NODE_EXTRA_CA_CERTS: '/etc/ca.pem',
    });
  });

  test('other URLs start other pods', () => {
    const annotation = (url: string) =>
      podOf(manifestsOf(render({ ...LEAST, database: { url } }))).metadata.annotations;
    expect(annotation('postgresql://a/b')).not.toEqual(annotation('postgresql://a/c'));
  });

  test('the notes name the base URL', () => {
    const notes = render({ ...LEAST, publicUrl: 'https://scim.example.com/' }).get(
      'templates/NOTES.txt',
    );
    expect(notes).toContain('  https://scim.example.com/v1/scim/v2\n');
  });
});

function render(values: object): Map<string, string> {
  return renderChart(CHART, RELEASE, values);
}

function problemsOf(values: unknown): string[] {
  if (isValid(values)) return [];
  return (isValid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function kindsOf(values: object): string[] {
  return manifestsOf(render(values))
    .map(({ kind }) => String(kind))
    .sort();
}

function find(manifests: readonly Manifest[], kind: string): Manifest | undefined {
  return manifests.find((manifest) => manifest.kind === kind);
}

interface Pod {
  readonly metadata: { readonly labels: object; readonly annotations: object };
  readonly spec: Readonly<Record<string, unknown>>;
  readonly container: {
    readonly env: readonly {
      readonly name: string;
      readonly value?: string;
      valueFrom?: unknown;
    }[];
    readonly securityContext: object;
  };
}

function podOf(manifests: readonly Manifest[]): Pod {
  const template = at(find(manifests, 'Deployment'), 'spec', 'template') as Pod;
  return { ...template, container: at(template, 'spec', 'containers', '0') as Pod['container'] };
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (from, key) => (from === undefined ? undefined : Reflect.get(Object(from), key)),
    value,
  );
}
