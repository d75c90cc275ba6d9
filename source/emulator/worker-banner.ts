import {toWorkspace, type ExecutionRecord} from './execution-record.ts';
import type {PlatformState} from './state.ts';

const toDuration = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const part = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${part(Math.floor(seconds / 60) % 60)}:${part(seconds % 60)}`;
};

/**
 * The text that a login shell greets with.
 *
 * Footing: observed, reconstructed from published transcripts and the strings that the official tests wait for.
 */
export const toBanner = (state: PlatformState, record: ExecutionRecord, nowMs: number): string => {
  const {wire} = record;
  const project = state.projects.get(wire.project ?? '');
  const startedMs = wire.startedRunning ?? nowMs;
  const lines = [
    'Welcome to DNAnexus!',
    '',
    `This is the DNAnexus Execution Environment, running ${record.id}.`,
    `Job: ${wire.name ?? record.id}`,
    `App: ${wire.executableName ?? ''}:${wire.function ?? 'main'}`,
    `Instance type: ${wire.instanceType ?? ''}`,
    `Project: ${project?.wire.name ?? ''} (${wire.project ?? ''})`,
    `Workspace: ${toWorkspace(record)}`,
    `Running since: ${new Date(startedMs).toUTCString()}`,
    `Running for: ${toDuration(nowMs - startedMs)}`,
    `The public address of this instance is ${wire.host ?? '127.0.0.1'}.`,
    'You are running byobu, a terminal session manager.',
    'If you get disconnected from this instance, you can log in again; your work will be saved as long as the job is running.',
    'For more information on byobu, press F1.',
    'The job is running in terminal 1. To switch to it, use the F4 key (press F4 again to switch back to this terminal).',
    'Use sudo to run administrative commands.',
    'From this window, you can:',
    ' - Use the DNAnexus API with dx',
    ' - Monitor processes on the worker with htop',
    'OS version: Ubuntu 20.04 (focal)',
  ];
  return `${lines.join('\n')}\n`;
};
