import type {Requirements, RunPlan} from '../model/run-plan.ts';
import {clean} from '../model/safe-text.ts';
import {fit, wrapText} from './fit.ts';

const LABEL_COLUMNS = 15;

/** The instance types of entry points, such as `mem1_ssd1_v2_x4`, or `main mem1_ssd1_v2_x4, map mem2_ssd1_v2_x2`. */
export const formatInstanceTypes = (requirements: Requirements = {}): string => {
  const types = Object.entries(requirements).flatMap(([entryPoint, {instanceType}]) =>
    typeof instanceType === 'string' ? [{entryPoint, instanceType}] : [],
  );
  const [first, ...others] = types;
  if (first === undefined) return '';
  return others.length === 0
    ? first.instanceType
    : types.map(({entryPoint, instanceType}) => `${entryPoint} ${instanceType}`).join(', ');
};

/**
 * What a run would start, as lines of at most `columns`; what the platform is to decide is left out.
 *
 * @param projectName what the project is called
 */
export const formatRunPlan = (plan: RunPlan, projectName: string, columns: number): string[] => {
  const {executable, project, costLimit, again} = plan;
  const rows: ReadonlyArray<readonly [label: string, value: string | undefined]> = [
    ['executable', `${executable.name ?? ''} ${executable.id}`.trim()],
    ['runs again', again?.id],
    ['name', plan.name],
    ['project', projectName === project ? project : `${projectName} ${project}`],
    ['folder', plan.folder],
    ...Object.entries({...again?.input, ...plan.input}).map(
      ([name, value]) => [`  ${name}`, JSON.stringify(value)] as const,
    ),
    ['instance type', plan.instanceType ?? formatInstanceTypes(plan.requirements)],
    ['priority', plan.priority],
    ['allowSSH', plan.allowSSH.join(', ')],
    ['debug on', plan.debugOn.join(', ')],
    ['reuse', plan.isReuseIgnored ? 'no: it runs in any case' : ''],
    ['workspace', plan.isWorkspaceKept ? 'stays after the end' : ''],
    ['cost limit', costLimit === undefined ? '' : String(costLimit)],
    ['tags', plan.tags.join(', ')],
    [
      'properties',
      Object.entries(plan.properties)
        .map(([name, value]) => `${name}=${value}`)
        .join(', '),
    ],
  ];
  return rows.flatMap(([label, value]) => {
    if (value === undefined || value === '') return [];
    const lines = wrapText(clean(value), Math.max(8, columns - LABEL_COLUMNS));
    const space = Math.max(LABEL_COLUMNS, label.length + 1);
    return lines.map((line, index) => fit(index === 0 ? clean(label) : '', space) + line);
  });
};
