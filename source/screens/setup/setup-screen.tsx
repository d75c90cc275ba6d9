import {useServices} from '../../hooks/services.ts';
import {useKeySetup} from '../../hooks/use-key-setup.ts';
import type {KeySetupResult} from '../../model/ssh-key.ts';
import {SetupView} from './setup-view.tsx';

/** The SSH key wizard on the keys of this computer and this account. */
export const SetupScreen = (props: {
  columns: number;
  rows: number;
  isActive: boolean;
  onClose: (result: KeySetupResult | 'revoked' | undefined) => void;
}) => <SetupView control={useKeySetup()} homeDirectory={useServices().homeDirectory} {...props} />;
