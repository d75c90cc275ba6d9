/** Whether the user wants colours; source: https://no-color.org. */
export const hasColour = (environment: NodeJS.ProcessEnv): boolean => !environment['NO_COLOR'];
