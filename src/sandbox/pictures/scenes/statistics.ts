import type { SandboxMessage } from '../../discord/message.ts';
import { openPanel, openSection, typeNumbers } from '../house.ts';
import { type Scene, seen } from '../scene.ts';
import type { Stage } from '../stage.ts';

const DAY_MS = 24 * 3_600_000;
const DAYS = 30;

/** Thirty days in which members make videos, and the picture of them. */
export const statisticsScene: Scene = {
  name: 'statistics',
  settings: { QUOTA_VIDEOS_PER_DAY: '100', MAX_RUNNING_PER_GUILD: '10', MAX_RUNNING_PER_USER: '10' },
  play: async (stage, shoot) => {
    const panel = await openPanel(stage);
    await openSection(stage, panel, 'Money');
    await typeNumbers(stage, panel, { 'Budget a day': '3000', 'Budget a month': '60000' });
    for (let day = 0; day < DAYS; day++) {
      await liveThrough(stage, day);
      if (day < DAYS - 1) await stage.pass(DAY_MS);
    }
    const asked = await stage.type(stage.people.mia, stage.channels.moderators, '/veo-mod stats', {
      days: 30,
    });
    await shoot('statistics', seen(await stage.answer(asked)));
  },
};

/** How many videos are asked for on each day of a week, from Monday. */
const VIDEOS = [3, 4, 2, 5, 4, 8, 7];

/** The members' orders of a day, all at once. */
async function liveThrough(stage: Stage, day: number): Promise<void> {
  const { ada, bo, cleo, dev, nils } = stage.people;
  const members = [ada, dev, bo, ada, cleo, dev, ada, nils];
  const count = (VIDEOS[day % VIDEOS.length] ?? 0) - (day % 4 === 1 ? 2 : 0);
  const cards: SandboxMessage[] = [];
  for (const [index, member] of members.slice(0, count).entries()) {
    const prompt = `A quiet street after rain${fateOf(day + 5 * index)}`;
    const options = { prompt, duration: DURATIONS[(day + index) % DURATIONS.length] ?? 8 };
    cards.push(await stage.answer(await stage.type(member, stage.channels.films, '/veo', options)));
  }
  await stage.finished(cards);
}

const DURATIONS = [8, 4, 6, 8];

/** Now and then Scenario fails, or its filter strikes. */
function fateOf(number: number): string {
  if (number % 11 === 4) return ' [fail]';
  return number % 17 === 6 ? ' [blocked]' : '';
}
