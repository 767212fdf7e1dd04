/** What a request costs on either side of the connection, whichever core it runs on. */
import { readdirSync, readFileSync } from 'node:fs';
import type { LoadResult } from '../load.ts';
import type { Meter, Side } from '../measure.ts';
import type { Cluster } from './cluster.ts';

/** Linux counts processor time in hundredths of a second. */
const TICK_US = 10_000;

/** Of one request, on average over all runs of a scenario. */
export interface Cost {
  /** Processor time of the servers, microseconds. */
  readonly serverUs: number;
  /** Processor time of PostgreSQL with all its processes, microseconds. */
  readonly postgresUs: number;
  /** Statements sent, beginnings and ends of transactions among them. */
  readonly statements: number;
  /** Bytes of write-ahead log. */
  readonly walBytes: number;
}

type Reading = Omit<Cost, 'serverUs'>;
const FIELDS = ['serverUs', 'postgresUs', 'statements', 'walBytes'] as const;

export class CostMeter implements Meter {
  readonly #cluster: Cluster;
  readonly #sums = new Map<Side, { sent: number; cost: Record<keyof Cost, number> }>();
  readonly #servers = new Map<number, number>();
  #start: Reading = { postgresUs: 0, statements: 0, walBytes: 0 };

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  async before(): Promise<void> {
    this.#start = await this.#read();
  }

  async after(side: Side, { sent }: LoadResult): Promise<void> {
    const now = await this.#read();
    const sum = this.#sums.get(side) ?? { sent: 0, cost: zero() };
    sum.sent += sent;
    for (const { child } of side.servers) sum.cost.serverUs += this.#spent(child.pid ?? 0);
    for (const field of ['postgresUs', 'statements', 'walBytes'] as const) {
      sum.cost[field] += now[field] - this.#start[field];
    }
    this.#sums.set(side, sum);
  }

  /** Of a request of all runs since the last call. */
  take(side: Side): Cost {
    const { sent, cost } = this.#sums.get(side) ?? { sent: 1, cost: zero() };
    this.#sums.delete(side);
    for (const field of FIELDS) cost[field] /= sent;
    return cost;
  }

  /** Counts a process from here on. */
  watch(pid: number): void {
    this.#servers.set(pid, processorUs(pid));
  }

  #spent(pid: number): number {
    const before = this.#servers.get(pid) ?? 0;
    const now = processorUs(pid);
    this.#servers.set(pid, now);
    return now - before;
  }

  async #read(): Promise<Reading> {
    const [row] = await this.#cluster.query<{ calls: string; wal: string }>(
      `select (select sum(calls) from pg_stat_statements s join pg_database d on d.oid = s.dbid
          where d.datname in ('rollcall', 'bare')) as calls,
        pg_current_wal_insert_lsn() - '0/0'::pg_lsn as wal`,
    );
    const statements = Number(row?.calls);
    return { postgresUs: treeUs(this.#cluster.pid), statements, walBytes: Number(row?.wal) };
  }
}

function zero(): Record<keyof Cost, number> {
  return { serverUs: 0, postgresUs: 0, statements: 0, walBytes: 0 };
}

/** Of a process with its threads. */
function processorUs(pid: number): number {
  const [user = 0, system = 0] = times(pid);
  return (user + system) * TICK_US;
}

/** Of a process and its children, those that ended included. */
function treeUs(parent: number): number {
  const children = readdirSync('/proc').filter((name) => parentOf(name) === parent);
  const own = times(parent).reduce((sum, ticks) => sum + ticks, 0);
  return own * TICK_US + children.reduce((sum, pid) => sum + processorUs(Number(pid)), 0);
}

/** Ticks of user and system time, own and of children that ended (proc(5), fields 14 to 17). */
function times(pid: number): number[] {
  return fields(String(pid))?.slice(11, 15).map(Number) ?? [];
}

function parentOf(name: string): number | undefined {
  return /^\d+$/.test(name) ? Number(fields(name)?.[1]) : undefined;
}

/** The fields of `stat` behind the name of the program; none when the process has ended. */
function fields(pid: string): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
