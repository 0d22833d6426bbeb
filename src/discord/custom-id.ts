/**
 * What a button or menu does, as its custom id says: `v1:action:jobId`. All state is in the database; who may press is
 * checked there, never here. Buttons of every past message keep working, so a version is never given another meaning.
 */
export interface CustomId {
  action: ComponentAction;
  /** 0 for components that belong to no single job. */
  jobId: number;
}

export const COMPONENT_ACTIONS = ['cancel', 'prompt', 'cancel-one'] as const;
export type ComponentAction = (typeof COMPONENT_ACTIONS)[number];

export const customId = (action: ComponentAction, jobId = 0): string => `v1:${action}:${jobId}`;

/** @returns undefined for an id that this bot does not make */
export function parseCustomId(text: string): CustomId | undefined {
  const match = /^v1:([a-z-]+):(\d{1,15})$/.exec(text);
  const action = COMPONENT_ACTIONS.find((known) => known === match?.[1]);
  return match && action ? { action, jobId: Number(match[2]) } : undefined;
}
