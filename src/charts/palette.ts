import type { Outcome } from './statistics.ts';

/**
 * The colours of all pictures. They lie on an opaque dark card of their own, so that they look the same in Discord's dark
 * and light themes. Text is only ever drawn in TEXT or MUTED.
 */
export const CARD = '#1e1f22';
export const PANEL = '#2b2d31';
export const TEXT = '#f2f3f5';
export const MUTED = '#b5bac1';
export const GRID = '#3f4147';
/** The empty part of a bar. */
export const TRACK = '#404249';

/**
 * After Okabe and Ito: people with any kind of colour vision can tell these apart. With a grey, and with the blue made
 * lighter, to stand out from the dark.
 */
export const OUTCOME_COLOURS: Record<Outcome, string> = {
  delivered: '#56b4e9',
  failed: '#d55e00',
  blocked: '#f0e442',
  cancelled: '#9a9da3',
  other: '#4477cc',
};
export const UNITS_COLOUR = '#cc79a7';
export const BUDGET_COLOUR = '#e69f00';
