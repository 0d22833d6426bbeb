import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Camera, openCamera } from './camera.ts';
import { drawMessage } from './drawing/message.ts';
import { drawModal } from './drawing/modal.ts';
import { namesOf } from './drawing/names.ts';
import { drawPage } from './drawing/page.ts';
import type { Shoot, Sight } from './scene.ts';
import { SCENES } from './scenes/index.ts';
import { openStage, type Stage } from './stage.ts';

/** Makes the pictures of the documentation: all of them, or those of the scenes that are named. */

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'docs', 'pictures');

async function main(wanted: readonly string[]): Promise<void> {
  const known = SCENES.map(({ name }) => name);
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`no scene ${unknown.join(', ')}; there are: ${known.join(', ')}`);
  const camera = await openCamera(process.env);
  try {
    await mkdir(FOLDER, { recursive: true });
    for (const scene of SCENES.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
      const stage = await openStage(scene);
      await scene.play(stage, shooting(stage, camera)).finally(stage.close);
    }
  } finally {
    await camera.close();
  }
}

function shooting(stage: Stage, camera: Camera): Shoot {
  const names = namesOf(stage.guild, stage.now);
  const draw = async (sight: Sight) =>
    sight.kind === 'modal'
      ? drawModal(sight.modal, names)
      : drawMessage(sight.message, names, stage.usedFor(sight.message));
  return async (name, sights, channel) => {
    const faults = stage.faults();
    if (faults.length > 0) throw new Error(`the bot is not well before ${name}:\n${faults.join('\n')}`);
    const page = await drawPage(channel && `# ${channel.name}`, await Promise.all(sights.map(draw)));
    await camera.take(page, join(FOLDER, `${name}.png`));
    process.stdout.write(`docs/pictures/${name}.png\n`);
  };
}

await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
