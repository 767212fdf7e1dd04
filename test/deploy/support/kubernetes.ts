/** What Kubernetes says to objects: its schemas for values, its types for names of fields. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { Ingress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { Secret } from 'kubernetes-models/v1/Secret';
import { Service } from 'kubernetes-models/v1/Service';
import { ServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import type { Manifest } from './helm-chart.ts';
import { REPOSITORY } from './repository.ts';

const MODELS = [
  Deployment,
  Ingress,
  NetworkPolicy,
  PodDisruptionBudget,
  Secret,
  Service,
  ServiceAccount,
] as const;

/** @throws Error If a value is not what Kubernetes takes, or the kind is not one that the chart makes. */
export function validate(manifest: Manifest): void {
  const model = MODELS.find(
    ({ kind, apiVersion }) => kind === manifest.kind && apiVersion === manifest.apiVersion,
  );
  if (model === undefined) {
    throw new Error(`${String(manifest.apiVersion)} ${String(manifest.kind)} is not known here`);
  }
  new model(manifest as never).validate();
}

/**
 * Kubernetes drops fields that it does not know, and so do its schemas. The types are strict about
 * them where a value is written down, so each object is written into a source file.
 *
 * @returns What the compiler says; empty when all is well.
 */
export function unknownFields(manifests: readonly Manifest[]): string {
  // Inside the repository, where the compiler finds the types.
  mkdirSync(`${REPOSITORY}artifacts`, { recursive: true });
  const directory = mkdtempSync(`${REPOSITORY}artifacts/chart-`);
  const lines = manifests.map(({ kind, apiVersion, ...rest }, index) => {
    const group = String(apiVersion);
    const path = `${group}/${String(kind)}`;
    const text = JSON.stringify({ apiVersion, kind, ...rest }, null, 1);
    return `import type { I${kind} as Kind${index} } from 'kubernetes-models/${path}';\nexport const object${index}: Kind${index} = ${text};`;
  });
  try {
    writeFileSync(`${directory}/objects.ts`, lines.join('\n'));
    const options = {
      module: 'nodenext',
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      types: [],
    };
    writeFileSync(
      `${directory}/tsconfig.json`,
      JSON.stringify({ compilerOptions: options, files: ['objects.ts'] }),
    );
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [`${REPOSITORY}node_modules/typescript/bin/tsc`, '-p', directory],
      { encoding: 'utf8' },
    );
    return status === 0 ? '' : stdout + stderr;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
