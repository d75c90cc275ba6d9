import {Footer} from '../../components/footer.tsx';
import {useServices} from '../../hooks/services.ts';
import type {Execution} from '../../model/execution.ts';
import {useKeyTable} from '../use-actions.ts';
import {findAction} from '../keys.ts';
import {useKeys} from '../use-keys.ts';
import {COPY_TABLE} from './copy-keys.ts';
import {type CopyAction, toCopyValue} from './copy-values.ts';

/** One line that asks what to copy of an execution; any other key copies nothing. */
export const CopyBar = ({
  execution,
  columns,
  onCopy,
  onClose,
}: {
  execution: Execution;
  columns: number;
  onCopy: (action: CopyAction) => void;
  onClose: () => void;
}) => {
  const {website} = useServices();
  const {bindings} = useKeyTable(COPY_TABLE);
  useKeys((name) => {
    const action = findAction(bindings, name);
    if (action === undefined || action === 'back') onClose();
    else onCopy(action);
  }, true);
  const keys = bindings.map(({action, shown, label}) => {
    const value = action === 'back' ? undefined : toCopyValue(action, execution, website);
    return {key: shown, label, obstacle: value?.kind === 'missing' ? value.reason : undefined};
  });
  return <Footer title="Copy:" keys={keys} columns={columns} />;
};
