import type {Price} from '../model/execution.ts';
import {cut} from './fit.ts';

const LONGEST_SYMBOL = 4;

/** A sum of money with two decimals, such as `$1234.50`; the symbol where its currency puts it. */
export const formatPrice = ({amount, symbol, isSymbolLeft}: Price): string => {
  const text = amount.toFixed(2);
  const shortSymbol = cut(symbol, LONGEST_SYMBOL);
  return isSymbolLeft ? shortSymbol + text : text + shortSymbol;
};
