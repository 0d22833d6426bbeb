import type { Scene } from '../scene.ts';
import { challengeScene } from './challenge-days.ts';
import { hostingScene, seriesScene } from './challenges.ts';
import { filterScene } from './filter.ts';
import { animateScene, historyScene } from './finding.ts';
import { makingScene, spoilerScene } from './making.ts';
import { approvalScene, budgetScene, caseScene, confirmScene, moderateScene } from './moderation.ts';
import { quotaScene } from './quota.ts';
import { editPicturesScene, resultScene } from './result.ts';
import { setupScene } from './setup.ts';
import { statisticsScene } from './statistics.ts';
import { blockedScene, largeScene, undeliveredScene } from './trouble.ts';

/** Every scene, in the order of the guides. */
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
  makingScene,
  resultScene,
  editPicturesScene,
  blockedScene,
  largeScene,
  undeliveredScene,
  historyScene,
  animateScene,
  spoilerScene,
  hostingScene,
  challengeScene,
  seriesScene,
];
