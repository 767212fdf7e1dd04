import { useMatches, VisuallyHidden } from '@mantine/core';
import { createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import classes from './data-table.module.css';

/** From which width of the window a column is there; `base` is always. */
type Breakpoint = 'base' | 'xs' | 'sm' | 'md' | 'lg';

export interface Column<T> {
  readonly id: string;
  readonly header: string;
  /** Only read aloud, where what stands below speaks for itself, such as buttons. */
  readonly isHeaderHidden?: boolean;
  readonly cell: (row: T) => ReactNode;
  /** A track of a CSS grid; default `minmax(0, 1fr)`. */
  readonly width?: string;
  readonly from?: Breakpoint;
  readonly align?: 'right';
}

interface DataTableProps<T> {
  /** What the rows are, for those who do not see it. */
  readonly label: string;
  /** Stable between renderings, or every row is rendered again. */
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => string;
  /** How many there are altogether, where that is known and more than were fetched. */
  readonly total?: number;
  /** Called when the end comes near; fetches what follows. */
  readonly onEnd?: () => void;
}

const ROW_PX = 48;
const OVERSCAN_ROWS = 8;
/** So many rows before the end, the next page is fetched. */
const NEAR_END_ROWS = 20;
const LEVELS: readonly Breakpoint[] = ['base', 'xs', 'sm', 'md', 'lg'];

const features = tableFeatures({});

/** A list of any length: only the rows on the screen exist, and pages are fetched as they come near. */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { label, columns, rows, rowKey, total, onEnd } = props;
  const level = useMatches({ base: 0, xs: 1, sm: 2, md: 3, lg: 4 });
  const shown = useMemo(
    () => columns.filter(({ from = 'base' }) => LEVELS.indexOf(from) <= level),
    [columns, level],
  );
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, T>();
    return helper.columns(
      shown.map(({ id, header, cell }) =>
        helper.display({ id, header, cell: ({ row }) => cell(row.original) }),
      ),
    );
  }, [shown]);
  const table = useTable({ features, columns: definitions, data: rows, getRowId: rowKey });
  const model = table.getRowModel().rows;
  const body = useRef<HTMLDivElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  const virtualizer = useWindowVirtualizer({
    count: model.length,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN_ROWS,
    scrollMargin,
    getItemKey: (index) => model[index]?.id ?? index,
  });
  // What stands above the table may grow or shrink.
  useLayoutEffect(() => {
    const top = (body.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
    setScrollMargin((old) => (Math.abs(old - top) > 1 ? top : old));
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - NEAR_END_ROWS) onEnd?.();
  }, [last, rows.length, onEnd]);

  const grid = {
    gridTemplateColumns: shown.map(({ width = 'minmax(0, 1fr)' }) => width).join(' '),
  };
  const align = (id: string) =>
    shown.find((one) => one.id === id)?.align === 'right' ? classes.right : '';

  return (
    // A table of this kind cannot be made of <table>: its rows are placed one by one.
    // biome-ignore-start lint/a11y/useSemanticElements: see above
    // biome-ignore-start lint/a11y/useFocusableInteractive: cells are not interactive themselves
    <div
      role="table"
      aria-label={label}
      aria-rowcount={(total ?? rows.length) + 1}
      className={classes.table}
    >
      <div role="rowgroup" className={classes.head}>
        {table.getHeaderGroups().map((group) => (
          <div role="row" key={group.id} aria-rowindex={1} className={classes.row} style={grid}>
            {group.headers.map((header) => (
              <div role="columnheader" key={header.id} className={align(header.column.id)}>
                <HeaderText
                  isHidden={shown.find(({ id }) => id === header.column.id)?.isHeaderHidden}
                >
                  <table.FlexRender header={header} />
                </HeaderText>
              </div>
            ))}
          </div>
        ))}
      </div>
      <div
        role="rowgroup"
        ref={body}
        className={classes.body}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {items.map((item) => {
          const row = model[item.index];
          if (row === undefined) return null;
          return (
            <div
              role="row"
              key={row.id}
              aria-rowindex={item.index + 2}
              data-index={item.index}
              ref={virtualizer.measureElement}
              className={`${classes.row} ${classes.placed}`}
              style={{ ...grid, transform: `translateY(${item.start - scrollMargin}px)` }}
            >
              {row.getAllCells().map((cell) => (
                <div
                  role="cell"
                  key={cell.id}
                  className={`${classes.cell} ${align(cell.column.id)}`}
                >
                  <table.FlexRender cell={cell} />
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
    // biome-ignore-end lint/a11y/useFocusableInteractive: see above
    // biome-ignore-end lint/a11y/useSemanticElements: see above
  );
}

function HeaderText({
  isHidden,
  children,
}: {
  isHidden: boolean | undefined;
  children: ReactNode;
}) {
  return isHidden === true ? <VisuallyHidden>{children}</VisuallyHidden> : children;
}
