import { Refusal } from '../core.ts';
import {
  type CopiedTableName,
  GLOBAL_KEYS,
  isUnfinishedCopy,
  ORGANIZATION_KEYS,
  ORGANIZATION_TABLES,
  UnavailableError,
} from '../db/index.ts';
import { checkOrganization } from './check.ts';
import { clearOrganization, copyOrganization, type Ends } from './copy-organization.ts';
import { finish, movedOrganizations, refuseMoved } from './finish.ts';
import type { CopiedTable } from './pages.ts';
import { type Place, readPlace } from './place.ts';
import { openPostgresSide } from './postgres-side.ts';
import { claimTarget, type Part } from './progress.ts';
import type { Side } from './side.ts';
import { headOf, organizationsOf, sizeOf } from './source.ts';
import { openSqliteSide } from './sqlite-side.ts';

export interface CopyProgress {
  readonly step: 'copying' | 'checking';
  /** Rows that are done; with the audit log of the copy, whose chain is checked, too. */
  readonly rows: number;
  /** Of them, those of this run. */
  readonly rowsNow: number;
  readonly total: number;
}

export interface CopyResult {
  /** Every audit log is whole. */
  readonly ok: boolean;
  /** Without user and password. */
  readonly from: string;
  readonly to: string;
  readonly organizations: number;
  /** Rows of each table, the same on both sides. */
  readonly rows: Readonly<Record<string, number>>;
  /** Rows that this run wrote; fewer than there are when it went on with an earlier one. */
  readonly rowsCopied: number;
  /** `<organisation> <table>` that differed at the end and were copied once more. */
  readonly copiedAgain: readonly string[];
  /** What is wrong with audit logs, here as in the source. */
  readonly brokenChains: readonly string[];
}

export interface CopyRequest {
  /** Data directory or PostgreSQL URL. */
  readonly from: string;
  readonly to: string;
  readonly report?: (progress: CopyProgress) => void;
}

/**
 * Copies everything from one database to another and checks it. It can be killed at any moment: started
 * again it goes on where it was. Until it has come to its end no server works on the target.
 *
 * @throws Refusal when a place cannot be what it is to be, or when the source changed meanwhile.
 * @throws LockedError, UnavailableError when a database is in use or away.
 */
export async function copyDatabase({ from, to, report }: CopyRequest): Promise<CopyResult> {
  const [origin, goal] = [readPlace('--from', from), readPlace('--to', to)];
  if (origin.name === goal.name) throw new Refusal('invalid', '--from and --to are the same.');
  const source = await open(origin, 'source');
  try {
    if (await isUnfinishedCopy(source.session)) {
      throw new Refusal('refused', `${source.name} is itself an unfinished copy.`);
    }
    const target = await open(goal, 'target');
    try {
      return await new Copy(source, target, report ?? (() => {})).run();
    } catch (error) {
      throw interrupted(error);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function open(place: Place, role: 'source' | 'target'): Promise<Side> {
  return place.kind === 'sqlite' ? openSqliteSide(place, role) : openPostgresSide(place, role);
}

/** A database that went away meanwhile: nothing is lost. */
function interrupted(error: unknown): unknown {
  if (!(error instanceof UnavailableError)) return error;
  const reason = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return new UnavailableError(
    `${error.message}${reason} What was copied is kept: run the same command again to go on.`,
    { cause: error },
  );
}

/** One run. */
class Copy {
  readonly #source: Side;
  readonly #target: Side;
  readonly #report: (progress: CopyProgress) => void;

  constructor(source: Side, target: Side, report: (progress: CopyProgress) => void) {
    this.#source = source;
    this.#target = target;
    this.#report = report;
  }

  async run(): Promise<CopyResult> {
    const source = this.#source;
    const ends: Ends = {
      source,
      target: this.#target,
      tables: await this.#tables(ORGANIZATION_TABLES, ORGANIZATION_KEYS),
    };
    const parts = await claimTarget(ends.target, source.name);
    const { copied, rowsCopied, toCheck } = await this.#copy(ends, parts);
    const result = await this.#check(ends, copied, toCheck);
    await source.begin('snapshot');
    await ends.target.begin('snapshot');
    refuseMoved(await movedOrganizations(ends, new Set(copied.keys())), source.name);
    await ends.target.commit();
    await finish(ends, await this.#tables(['plan', 'organization'], GLOBAL_KEYS));
    await source.commit();
    return { ...result, rowsCopied };
  }

  /** Both sides have the same columns, since both have seen all migrations. */
  async #tables(
    names: readonly CopiedTableName[],
    keys: Readonly<Partial<Record<CopiedTableName, readonly string[]>>>,
  ): Promise<readonly CopiedTable[]> {
    const tables: CopiedTable[] = [];
    for (const name of names) {
      const columns = await this.#source.columns(name);
      if (JSON.stringify(columns) !== JSON.stringify(await this.#target.columns(name))) {
        throw new Error(`The table ${name} has other columns in ${this.#target.name}.`);
      }
      tables.push({ name, columns, keys: keys[name] ?? [] });
    }
    return tables;
  }

  async #copy(ends: Ends, parts: Map<string, Part>) {
    const { source } = ends;
    await source.begin('snapshot');
    const copied = await organizationsOf(source.session);
    await this.#clearChanged(ends, parts, copied);
    const size = { rows: 0, changes: 0 };
    for (const id of copied.keys()) {
      const { rows, changes } = await sizeOf(source, id);
      size.rows += rows;
      size.changes += changes;
    }
    const total = size.rows;
    const before = [...parts.values()].reduce((sum, { rows }) => sum + rows, 0);
    let rowsCopied = 0;
    const tell = () =>
      this.#report({ step: 'copying', rows: before + rowsCopied, rowsNow: rowsCopied, total });
    tell();
    for (const id of copied.keys()) {
      const part = parts.get(id);
      if (part?.state === 'done') continue;
      await copyOrganization(ends, id, part, (rows) => {
        rowsCopied += rows;
        tell();
      });
    }
    await source.commit();
    return { copied, rowsCopied, toCheck: size.rows + size.changes };
  }

  /** What was copied by an earlier run and has changed since is copied again from its beginning. */
  async #clearChanged(
    ends: Ends,
    parts: Map<string, Part>,
    present: ReadonlyMap<string, string>,
  ): Promise<void> {
    for (const [id, { state }] of parts) {
      if (state !== 'clearing' && present.has(id)) {
        await ends.target.begin('snapshot');
        const isSame = (await headOf(ends.source, id)) === (await headOf(ends.target, id));
        await ends.target.commit();
        if (isSame) continue;
      }
      await clearOrganization(ends, id);
      parts.delete(id);
    }
  }

  async #check(ends: Ends, copied: ReadonlyMap<string, string>, total: number) {
    const { source, target } = ends;
    await target.settle();
    // As the source is now, not as it was when the copy began.
    await source.begin('snapshot');
    const rows: Record<string, number> = {};
    const moved: string[] = [];
    const copiedAgain: string[] = [];
    const brokenChains: string[] = [];
    let checked = 0;
    for (const [id, slug] of copied) {
      const verdict = await checkOrganization(ends, id, (count) => {
        checked += count;
        this.#report({ step: 'checking', rows: checked, rowsNow: checked, total });
      });
      if (verdict.state === 'moved') {
        moved.push(slug);
        continue;
      }
      for (const [name, count] of Object.entries(verdict.rows)) {
        rows[name] = (rows[name] ?? 0) + count;
      }
      copiedAgain.push(...verdict.copiedAgain.map((table) => `${slug} ${table}`));
      if (verdict.brokenChain !== undefined) brokenChains.push(`${slug}: ${verdict.brokenChain}`);
    }
    await source.commit();
    refuseMoved(moved, source.name);
    return {
      ok: brokenChains.length === 0,
      from: source.name,
      to: target.name,
      organizations: copied.size,
      rows,
      copiedAgain,
      brokenChains,
    };
  }
}
