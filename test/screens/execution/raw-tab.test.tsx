import {RawTab} from '../../../source/screens/execution/raw-tab.tsx';
import {toSafeJson} from '../../../source/services/platform/to-safe-json.ts';
import {nastyStrings} from '../../../source/emulator/scenarios/nasty-strings.ts';
import {testFrames} from '../../helpers/render-frame.tsx';

const value = toSafeJson({...nastyStrings, list: Object.values(nastyStrings)});

testFrames('JSON', (size) => <RawTab {...size} isActive value={value} onTyping={() => undefined} />);
