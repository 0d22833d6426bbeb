import type { Scene } from '../scene.ts';
import { filterScene } from './filter.ts';
import { approvalScene, budgetScene, caseScene, confirmScene, moderateScene } from './moderation.ts';
import { quotaScene } from './quota.ts';
import { setupScene } from './setup.ts';
import { statisticsScene } from './statistics.ts';

/** Every scene, in the order of the guide. */
export const SCENES: readonly Scene[] = [
  setupScene,
  quotaScene,
  budgetScene,
  confirmScene,
  caseScene,
  filterScene,
  approvalScene,
  moderateScene,
  statisticsScene,
];
