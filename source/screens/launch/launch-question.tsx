import {Footer} from '../../components/footer.tsx';
import {Lines} from '../../components/lines.tsx';
import {useTheme} from '../../components/theme.ts';
import {formatRunPlan} from '../../format/run-plan.ts';
import type {RunPlan} from '../../model/run-plan.ts';
import type {SafeText} from '../../model/safe-text.ts';
import {HELP, toFooterKeys, toScrollPlace} from '../footer-keys.ts';
import {GLOBAL_TABLE} from '../global-keys.ts';
import {useActions, useKeyTable} from '../use-actions.ts';
import {isScrollAction, useScroll} from '../use-scroll.ts';
import {LAUNCH_QUESTION_TABLE} from './launch-keys.ts';

/** The plan, exactly as it would be sent, and the question whose default is No: it costs money. */
export const LaunchQuestion = ({
  plan,
  projectName,
  columns,
  rows,
  isActive,
  onConfirm,
  onDecline,
}: {
  plan: RunPlan;
  projectName: SafeText;
  columns: number;
  rows: number;
  isActive: boolean;
  onConfirm: () => void;
  onDecline: () => void;
}) => {
  const {palette} = useTheme();
  const ownKeys = useKeyTable(LAUNCH_QUESTION_TABLE);
  const everywhere = useKeyTable(GLOBAL_TABLE);
  const height = Math.max(1, rows - 2);
  const scroll = useScroll(formatRunPlan(plan, projectName, columns - 2), height);
  useActions(
    LAUNCH_QUESTION_TABLE,
    (action) => {
      if (isScrollAction(action)) scroll.move(action);
      else if (action === 'confirm') onConfirm();
      else onDecline();
    },
    {isActive},
  );
  return (
    <>
      <Lines lines={[palette.bold(' Run it? It costs money. y/N')]} height={1} />
      <Lines lines={scroll.shown.map((line) => ` ${line}`)} height={height} />
      <Footer
        keys={[
          ...toFooterKeys(ownKeys, [
            {actions: 'confirm', label: 'run it'},
            {actions: 'decline', label: 'no, back', isKept: true},
            ...toScrollPlace(scroll),
          ]),
          ...toFooterKeys(everywhere, [HELP]),
        ]}
        columns={columns}
      />
    </>
  );
};
