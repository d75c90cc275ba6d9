import {widthOf} from '../../format/fit.ts';
import {formatFooter} from '../../format/footer.ts';
import {formatHeader} from '../../format/header.ts';
import {formatScope} from '../../format/list-scope.ts';
import type {Palette} from '../../format/palette.ts';
import {formatHeading, layoutRow} from '../../format/row-layout.ts';
import {OWN_EVERYWHERE} from '../../model/list-scope.ts';
import {divideScreen} from '../executions/divide-screen.ts';
import {toListFooter} from '../executions/executions-footer.ts';
import {EXECUTIONS_TABLE} from '../executions/executions-keys.ts';
import {toEmptyLines} from '../executions/list-lines.ts';
import {toPaneBelow, toPaneBeside} from '../executions/pane-lines.ts';
import {GLOBAL_TABLE} from '../global-keys.ts';
import {NOT_ASKED_YET} from './list-header.ts';

/** How the empty list is drawn; the terminal is not too small. */
export interface EmptyListOptions {
  /** What the header calls the platform. */
  readonly source: string;
  readonly columns: number;
  readonly rows: number;
  readonly palette: Palette;
  readonly isAscii: boolean;
}

/**
 * Draws the list as `ListScreen` draws it first where nothing was ever stored, chosen or set: before the first answer,
 * with the usual columns and keys. It does without Ink and React, so that it is there before these are loaded.
 *
 * Shape: one line for each row of the terminal, from top to bottom, without blanks at its end.
 */
export const drawEmptyList = ({source, columns, rows, palette, isAscii}: EmptyListOptions): string[] => {
  const header = formatHeader(
    new Map(),
    {source, scope: formatScope(OWN_EVERYWHERE), fetchedAtMs: undefined, nowMs: 0, trouble: undefined},
    {columns, palette, isAscii},
  );
  const areas = divideScreen({columns, rows, headerRows: 1});
  const {listColumns, listRows, detailRows, isBeside} = areas;
  const texts = [formatHeading(layoutRow(areas.rowColumns)), ...toEmptyLines(NOT_ASKED_YET, areas)];
  const list = Array.from({length: 1 + listRows}, (_, row) => {
    const text = texts[row] ?? '';
    return (row === 0 ? palette.dim(text) : text) + ' '.repeat(listColumns - widthOf(text));
  });
  const pane = {rows: detailRows, isAscii, more: ''};
  const beside = isBeside ? toPaneBeside([], pane) : [];
  const below = isBeside || detailRows === 0 ? [] : toPaneBelow([], {...pane, columns, palette});
  const footer = toListFooter(
    {selected: undefined, isFiltered: false, isLoading: false},
    EXECUTIONS_TABLE,
    GLOBAL_TABLE,
  );
  return [
    header,
    ...list.map((line, row) => line + (beside[row] ?? '')),
    ...below,
    ...Array.from({length: isBeside ? 0 : detailRows - below.length}, () => ''),
    formatFooter(footer, columns, palette),
  ].map((line) => line.trimEnd());
};
