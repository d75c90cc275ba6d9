import type {Price} from '../model/execution.ts';

/** A sum of money with two decimals, such as `$1234.50`; the symbol where its currency puts it. */
export const formatPrice = ({amount, symbol, isSymbolLeft}: Price): string => {
  const text = amount.toFixed(2);
  return isSymbolLeft ? symbol + text : text + symbol;
};
