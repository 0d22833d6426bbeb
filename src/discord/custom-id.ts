/**
 * What a button, menu or modal does, as its custom id says: `v1:action:id`. All state is in the database; who may press is
 * checked there, never here. Buttons of every past message keep working, so a version is never given another meaning.
 */
export interface CustomId {
  action: ComponentAction;
  /** Most often a job's; 0 for components that belong to nothing in particular. */
  id: number;
}

export const COMPONENT_ACTIONS = [
  'cancel',
  'prompt',
  'cancel-one',
  /** A price: yes, no. */
  'confirm',
  'decline',
  /** A video that waits for a moderator. */
  'approve',
  'deny',
  /** What a moderator does to a finished video. */
  'mod-spoiler',
  'mod-unspoiler',
  'mod-remove',
  'mod-remove-refund',
  'mod-block',
  'mod-show',
  /** A report: written by a member, decided on by a moderator. */
  'report',
  'report-open',
  'report-dismiss',
  'report-mute',
  /** Pages of lists. */
  'case-page',
  'quota-page',
  /** The settings panel: its sections, its menus, its modals. */
  'setup',
  'setup-set',
  'setup-edit',
  'setup-check',
  /** The deletion of a member's own data. */
  'privacy-delete',
] as const;
export type ComponentAction = (typeof COMPONENT_ACTIONS)[number];

export const customId = (action: ComponentAction, id = 0): string => `v1:${action}:${id}`;

/** @returns undefined for an id that this bot does not make */
export function parseCustomId(text: string): CustomId | undefined {
  const match = /^v1:([a-z-]+):(\d{1,15})$/.exec(text);
  const action = COMPONENT_ACTIONS.find((known) => known === match?.[1]);
  return match && action ? { action, id: Number(match[2]) } : undefined;
}
