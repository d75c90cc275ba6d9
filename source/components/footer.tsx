import {widthOf} from '../format/fit.ts';
import {findFooterKey, type FooterKey, formatFooter, formatPlainFooter} from '../format/footer.ts';
import {Lines} from './lines.tsx';
import {type AreaPoint, useMouseAreas} from './mouse-areas.ts';
import {useTheme} from './theme.ts';

/** One line with the keys that matter now, as many as fit. */
export const Footer = ({
  keys,
  columns,
  title = '',
}: {
  keys: readonly FooterKey[];
  columns: number;
  /** What the keys are for, where that is not clear; with a colon. */
  title?: string;
}) => {
  const {palette, isPlain} = useTheme();
  const areas = useMouseAreas();
  if (isPlain) return <Lines lines={[formatPlainFooter(keys, title)]} />;
  const start = title === '' ? 0 : widthOf(title) + 2;
  const room = columns - start;
  const handlePress = ({column}: AreaPoint) => {
    const key = findFooterKey(keys, room, column - start);
    if (key !== undefined) areas?.press(key);
  };
  return (
    <Lines
      lines={[palette.bold(title) + ' '.repeat(start - widthOf(title)) + formatFooter(keys, room, palette)]}
      height={1}
      mouse={{onPress: handlePress}}
    />
  );
};
