import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord.js';
import { expect, test } from 'vitest';
import { createCommands } from '../../commands/index.ts';
import { renderCard } from '../../src/discord/card.ts';
import { renderMore } from '../../src/discord/more-view.ts';
import { english } from '../../src/discord/words/english.ts';
import { JOB_STATES } from '../../src/jobs/states.ts';
import { openDatabase } from '../../src/store/open.ts';
import { aJob } from '../discord/job.ts';
import { commandServices } from '../support/command-services.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const guide = readFileSync(join(ROOT, 'docs', 'members.md'), 'utf8');
const chapter = (title: string): string => guide.split('\n## ').find((one) => one.startsWith(title)) ?? '';

test('the table of commands has every command that is for members', () => {
  const table = chapter('All commands');
  for (const { name, type } of commands()) {
    if (/^(veo-(mod|setup)|Moderate video)$/.test(name)) continue;
    expect(table).toContain(type === ApplicationCommandType.Message ? `**${name}**` : `\`/${name}`);
  }
});

test('the table of options has every option of /veo', () => {
  const table = chapter('Making a video');
  const veo = commands().find(({ name }) => name === 'veo');
  const options = veo?.type === ApplicationCommandType.ChatInput ? (veo.options ?? []) : [];
  expect(options.length).toBeGreaterThan(10);
  for (const { name } of options) expect(table).toContain(`\`${name}\``);
});

test('the options of /veo-history are explained', () => {
  const found = commands().find(({ name }) => name === 'veo-history');
  const options = found?.type === ApplicationCommandType.ChatInput ? (found.options ?? []) : [];
  expect(options.map(({ type }) => type)).not.toContain(ApplicationCommandOptionType.Subcommand);
  for (const { name } of options) expect(chapter('Finding videos again')).toContain(`\`${name}\``);
});

test('every button of cards and results is named as it is labelled', () => {
  const { cancel, fullPrompt, tryAgain, editPrompt, postNow } = english.card;
  const { again, edit, continue: goOn, more, enter } = english.result;
  for (const label of [cancel, fullPrompt, tryAgain, editPrompt, postNow, again, edit, goOn, more, enter]) {
    expect(guide).toContain(`**${label}**`);
  }
});

test('every button of More is in its table', () => {
  const labels = [aJob(), aJob({ spoiler: true })].flatMap((job) =>
    renderMore(job, 'author', true).components.flatMap((row) =>
      row.components.map(({ label = '' }) => label),
    ),
  );
  expect(labels.length).toBeGreaterThan(8);
  for (const label of labels) expect(chapter('More')).toContain(`**${label}**`);
});

test('every stage of a card is explained', () => {
  const table = chapter('The card');
  for (const state of JOB_STATES) {
    const hold = state === 'held' ? { hold: 'approval' as const } : {};
    const { content, embeds } = renderCard(aJob({ state, ...hold }), { words: english });
    const [stage = content.split(':')[0]] = /\S+ \*\*[^*]+\*\*/.exec(embeds[0]?.description ?? '') ?? [];
    expect(table, state).toContain(stage);
  }
});

function commands() {
  const { db, close } = openDatabase(':memory:', join(ROOT, 'drizzle'));
  const all = createCommands(commandServices(db)).map(({ data }) => data);
  close();
  return all;
}
