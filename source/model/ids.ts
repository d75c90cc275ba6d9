/** A job's ID, such as `job-J0fK9Zj0Y7PqkVx4b2G5gQ1z`. */
export type JobId = `job-${string}`;
/** An analysis's ID, such as `analysis-J0fJ4Xj0kQ6ZvG2p9y7K1bFV`. */
export type AnalysisId = `analysis-${string}`;
/** The ID of anything that runs. */
export type ExecutionId = JobId | AnalysisId;

/** Whether a text is a job ID in the platform's form, `job-` and 24 letters and digits. */
export const isJobId = (text: string): text is JobId => /^job-[0-9A-Za-z]{24}$/.test(text);

/** Whether a text is the ID of a job or an analysis in the platform's form. */
export const isExecutionId = (text: string): text is ExecutionId =>
  /^(?:job|analysis)-[0-9A-Za-z]{24}$/.test(text);
