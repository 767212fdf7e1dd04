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
  /** An earlier run came to its end, and the source has not changed since: nothing was done. */
  readonly alreadyFinished: boolean;
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
