import {useEffect, useMemo, useState} from 'react';
import type {ExecutionTree} from '../model/execution-tree.ts';
import {arrange, type Arrangement, arrangeInSteps, type ListWish} from '../model/list-rows.ts';
import type {OrderFacts} from '../model/list-order.ts';
import type {Spend} from '../model/spend.ts';
import {useServices} from './services.ts';

/** Up to here all is done between a key and its frame; it takes some milliseconds. */
const LARGE = 4000;
/** How long one turn may take: shorter than a frame by far, for the frame itself takes its time too. */
const TURN_MS = 6;

/**
 * What is in the list. While a large one is being arranged anew the last arrangement stays, for a fraction of a second;
 * no key waits for it.
 */
export const useArrangement = (
  tree: ExecutionTree,
  version: number,
  {isFlat, filter, sort}: ListWish,
  {hourly}: Pick<Spend, 'hourly'>,
): {readonly arrangement: Arrangement; readonly isArranging: boolean} => {
  const {now} = useServices();
  const isLarge = tree.count > LARGE && (filter !== undefined || sort !== undefined);
  // What is to be found is not to be waited for with an empty screen.
  const everything = useMemo(
    () =>
      isLarge
        ? {version, ...arrange(tree, {isFlat, filter: undefined, sort: undefined}, NO_FACTS)}
        : undefined,
    [tree, version, isFlat, isLarge],
  );
  const wish = useMemo(() => ({isFlat, filter, sort}), [isFlat, filter, sort]);
  const atOnce = useMemo(
    () => (isLarge ? undefined : {version, ...arrange(tree, wish, {nowMs: now(), hourly})}),
    [tree, version, wish, hourly, now, isLarge],
  );
  const [late, setLate] = useState<{readonly wish: ListWish; readonly arrangement: Arrangement}>();
  useEffect(() => {
    if (!isLarge) return;
    const steps = arrangeInSteps(tree, wish, {nowMs: now(), hourly});
    let timer: NodeJS.Immediate | undefined;
    const takeTurn = () => {
      const endMs = performance.now() + TURN_MS;
      let step = steps.next();
      while (!step.done && performance.now() < endMs) step = steps.next();
      if (step.done) setLate({wish, arrangement: step.value});
      else timer = setImmediate(takeTurn);
    };
    takeTurn();
    return () => {
      clearImmediate(timer);
    };
  }, [tree, version, wish, hourly, now, isLarge]);
  const arrangement = atOnce ?? late?.arrangement ?? everything ?? arrange(tree, wish, NO_FACTS);
  return {arrangement, isArranging: isLarge && late?.wish !== wish};
};

const NO_FACTS: OrderFacts = {nowMs: 0, hourly: new Map()};
