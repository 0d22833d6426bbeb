/**
 * What a button, menu or modal does, as its custom id says: `v1:action:id`, with `:argument` behind it where an action needs more. All state is in the database; who may press is
 * checked there, never here. Buttons of every past message keep working, so a version is never given another meaning.
 */
export interface CustomId {
  action: ComponentAction;
  /** Most often a job's; 0 for components that belong to nothing in particular. */
  id: number;
  /** Whatever else the action needs to know; may hold colons. */
  argument?: string | undefined;
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
  /** Under a result, or a card that failed: another video from this one. */
  'again',
  'edit',
  'continue',
  'retry',
  /** Under a result: what can be done with it, for one pair of eyes. */
  'more',
  'details',
  'copy-prompt',
  'to-dms',
  'own-spoiler',
  'own-unspoiler',
  'own-delete',
  'own-delete-sure',
  'own-keep',
  /** A video that could not be posted. */
  'post-now',
  /** A picture of somebody's message. */
  'animate',
  /** Own videos, by pages; the filter is in the argument. */
  'history-page',
  'history-post',
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
  /** A challenge's form and its settings panel: sections, menus, forms, what its host decides. */
  'challenge-create',
  'challenge-panel',
  'challenge-set',
  'challenge-edit',
  'challenge-preview',
  'challenge-publish',
  'challenge-cancel-sure',
  /** For members: the rules, a video of theirs that takes part, their standing, the ones before. */
  'challenge-how',
  'challenge-mine',
  'challenge-enter',
  'challenge-swap',
  'challenge-withdraw',
  'challenge-withdraw-sure',
  'challenge-hall',
  'challenge-remind',
  /** The ballot. */
  'challenge-vote',
  'challenge-look',
  'challenge-jump',
  'challenge-mark',
  'challenge-unmark',
  'challenge-ballot',
  'challenge-theme',
  /** Challenges that come back: the list and one of them, what begins, changes and stops them. */
  'series-open',
  'series-new',
  'series-themes',
  'series-stop',
  'series-stop-sure',
  'series-start',
  /** For moderators: entries that wait. */
  'entry-accept',
  'entry-refuse',
  'entry-review',
  /** The deletion of a member's own data. */
  'privacy-delete',
] as const;
export type ComponentAction = (typeof COMPONENT_ACTIONS)[number];

/** @param argument short enough for the whole to have at most 100 characters: Discord's limit */
export const customId = (action: ComponentAction, id = 0, argument?: string): string =>
  `v1:${action}:${id}${argument === undefined ? '' : `:${argument}`}`;

/** @returns undefined for an id that this bot does not make */
export function parseCustomId(text: string): CustomId | undefined {
  const match = /^v1:([a-z-]+):(\d{1,15})(?::(.*))?$/s.exec(text);
  const action = COMPONENT_ACTIONS.find((known) => known === match?.[1]);
  return match && action ? { action, id: Number(match[2]), argument: match[3] } : undefined;
}
