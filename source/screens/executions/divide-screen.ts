/** How the executions screen shares the terminal; all in character cells. */
export interface ScreenAreas {
  readonly listColumns: number;
  /** How wide a row of it is: beside the detail a column stays empty. */
  readonly rowColumns: number;
  /** Rows of the list without its heading. */
  readonly listRows: number;
  readonly detailColumns: number;
  /** 0 when there is no room for the detail. */
  readonly detailRows: number;
  /** The detail stands beside the list, not below it. */
  readonly isBeside: boolean;
}

const FOOTER_ROWS = 1;
const HEADING_ROWS = 1;
const BESIDE_COLUMNS = 140;
/** Wider than an ID with its label and a sentence the detail gains nothing, and the names of the list do. */
const WIDEST_DETAIL = 64;
const LOWEST_WITH_DETAIL = 18;

/** Shares the terminal between header, list, detail and footer; every part is at least one row high. */
export const divideScreen = ({
  columns,
  rows,
  headerRows,
}: {
  columns: number;
  rows: number;
  headerRows: number;
}): ScreenAreas => {
  const body = Math.max(2, rows - headerRows - FOOTER_ROWS);
  if (columns >= BESIDE_COLUMNS) {
    const detailColumns = Math.min(WIDEST_DETAIL, Math.floor(columns * 0.38));
    const listColumns = columns - detailColumns;
    return {
      listColumns,
      rowColumns: listColumns - 1,
      listRows: body - HEADING_ROWS,
      detailColumns,
      detailRows: body,
      isBeside: true,
    };
  }

  const detailRows = rows < LOWEST_WITH_DETAIL ? 0 : Math.min(16, Math.floor(body * 0.45));
  return {
    listColumns: columns,
    rowColumns: columns,
    listRows: Math.max(1, body - HEADING_ROWS - detailRows),
    detailColumns: columns,
    detailRows,
    isBeside: false,
  };
};
