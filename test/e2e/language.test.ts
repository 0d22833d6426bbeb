import { PermissionFlagsBits } from 'discord.js';
import { expect, test } from 'vitest';
import { resultMarker } from '../../src/discord/result-message.ts';
import type { Language } from '../../src/moderation/language.ts';
import type { SandboxMessage } from '../../src/sandbox/discord/message.ts';
import { createCaseStore } from '../../src/store/case-book.ts';
import { BLOCKABLE, blockQueue, idOf, partsOf } from '../support/looking.ts';
import { changeSettings, databaseOf, MODERATOR_PERMISSIONS } from '../support/moderating.ts';
import { openSection, pageText, pick, savedText } from '../support/panel.ts';
import { answerTo, openWorld, textOf, type World, type WorldOptions } from '../support/world.ts';

/** A server that speaks a language. */
async function openWorldIn(language: Language, options?: WorldOptions): Promise<World> {
  const world = await openWorld(options);
  await changeSettings(world, { language });
  return world;
}

/** The messages with a video, in whatever language. */
const videosIn = ({ channel }: World, jobId = 1): SandboxMessage[] =>
  channel.messages.filter(({ content }) => content.includes(resultMarker(jobId)));

const labelsOf = (message: SandboxMessage): (string | null | undefined)[] =>
  partsOf(message).map(({ label }) => label);

test('the language is picked in the panel, named by itself in the case, and its help says what stays English', async () => {
  const world = await openWorld();
  await world.startApp();
  const mia = world.guild.addMember({ name: 'Mia', permissions: MODERATOR_PERMISSIONS });
  const panel = await openSection(world, mia, 'Members');
  expect(pageText(panel)).toContain('Language: English *(default)*');
  expect(pageText(panel)).toMatch(/\*\*Language\*\*\n-# .*Private answers, .* stay English\./);
  await answerTo(await pick(panel, 'Language', ['de']));
  expect(savedText(panel)).toBe('✅ Saved as case 1:\nLanguage: English → Deutsch');
  const [saved] = await createCaseStore(databaseOf(world)).list(world.guild.id, {}, 1);
  expect(saved?.detail).toBe('Language: English → Deutsch');

  const card = await world.order();
  expect(textOf(card)).toContain('**In der Warteschlange**');
  await answerTo(await pick(panel, 'Language', []));
  expect(savedText(panel)).toContain('Language: Deutsch → English');
});

test('card and result are German; private answers are English', async () => {
  const world = await openWorldIn('de');
  await world.startApp();
  const card = await world.order({ prompt: 'x'.repeat(400), generate_audio: false });
  const { ada } = world;
  expect(textOf(card)).toMatch(/720p · 16:9 · 8 s · ohne Ton · Seed \d+/);
  expect(textOf(card)).toContain(`**In der Warteschlange** · Platz 1 von 1 · angefragt <t:`);
  expect(textOf(card)).toContain(`-# #1 · für <@${ada.id}>`);
  expect(labelsOf(card)).toEqual(['Abbrechen', 'Ganzer Prompt']);
  await world.until('it to be in the making', () => textOf(card).includes('🎬 **Wird erstellt** · begonnen'));
  await world.until('the card to link to it', () => card.content.startsWith('✅ Fertig: https://'));
  const [video, ...others] = videosIn(world);
  expect(others).toEqual([]);
  expect(video?.content).toMatch(
    new RegExp(
      `^<@${ada.id}> dein Video ist fertig\\.\\n.*\\n-# .* · ohne Ton · .* · dauerte .* CU · video #1$`,
    ),
  );
  expect(video?.mentionedUserIds).toEqual([ada.id]);
  expect(textOf(await answerTo(await ada.slash(world.channel, 'veo-quota')))).toContain('videos left');
  const said = card.edits.map((edit) => JSON.stringify([edit.content, edit.embeds]));
  expect(said.join('\n')).not.toMatch(/Queued|Sending|Generating|Fetching|Posting|Delivered/);
});

test('a file too large becomes a link with German words', async () => {
  const world = await openWorldIn('de', { discord: { defaultUploadLimitBytes: 10_000 } });
  await world.startApp();
  await world.order();
  const [video] = await world.until('the result', () => videosIn(world).length === 1 && videosIn(world));
  expect(video?.content).toMatch(
    /zu groß für diesen Server\. \[Ansehen oder herunterladen\]\(http[^)]+\), bis <t:\d+:f> \(<t:\d+:R>\)\.$/,
  );
});

test.for([
  { prompt: 'a boat [fail]', says: ['❌ **Fehlgeschlagen** ·', '„Internal provider error“'] },
  { prompt: 'a boat [blocked]', says: ['🛡️ **Blockiert** ·', 'Formuliere den Prompt um'] },
  { prompt: 'a boat [empty]', says: ['❌ **Fehlgeschlagen** ·', 'kein Video erstellt'] },
])('$prompt: the failure is told in German', async ({ prompt, says }) => {
  const world = await openWorldIn('de');
  await world.startApp();
  const card = await world.order({ prompt });
  await world.until('the end', () => textOf(card).includes('Dein Kontingent wurde nicht belastet.'));
  for (const text of says) expect(textOf(card)).toContain(text);
});

test('direct messages are German: a video that is ready', async () => {
  const world = await openWorldIn('de');
  await changeSettings(world, { notify: 'dm' });
  await world.startApp();
  await world.order();
  await world.until('the direct message', () => world.discord.dms(world.ada.id).length === 1);
  expect(world.discord.dms(world.ada.id)[0]?.content).toBe(
    `Dein Video #1 ist fertig: https://discord.com/channels/${world.guild.id}/${world.channel.id}/${videosIn(world)[0]?.id}`,
  );
});

test('direct messages are German: a video that could not be posted', async () => {
  const world = await openWorldIn('de');
  await world.startApp();
  const card = await world.order();
  await world.until('it to be ordered', () => world.scenario.jobs.length === 1);
  world.channel.botPermissions &= ~PermissionFlagsBits.SendMessages;
  await world.until('the direct message', () => world.discord.dms(world.ada.id).length === 1);
  expect(world.discord.dms(world.ada.id)[0]?.content).toMatch(
    /^Dein Video #1 ist fertig, aber ich konnte es nicht in <#\d+> posten: .* Dein Kontingent wurde nicht belastet\./,
  );
  await world.until('the card to say so', () => textOf(card).includes('**Konnte nicht gepostet werden**'));
});

test('changed in the midst of a job, the next edit and the result follow', async () => {
  const world = await openWorld(BLOCKABLE);
  await world.startApp({ MAX_RUNNING: '1' });
  const unblock = await blockQueue(world);
  const card = await world.order();
  expect(textOf(card)).toContain('**Queued**');
  await changeSettings(world, { language: 'fr' });
  await world.until('the card to be French', () =>
    textOf(card).includes('**En file d’attente** · 1re sur 1'),
  );
  await changeSettings(world, { language: 'pt-BR' });
  await world.until('the card to be Portuguese', () => textOf(card).includes('**Na fila** · 1º de 1'));
  unblock();
  await world.until('the end', () => card.content.startsWith('✅ Pronto: https://'));
  expect(videosIn(world, 2)[0]?.content).toContain('seu vídeo está pronto.');
});

test('what a press of a button shows is in the language too', async () => {
  const world = await openWorldIn('es', BLOCKABLE);
  await world.startApp({ MAX_RUNNING: '1' });
  await blockQueue(world);
  const card = await world.order();
  await answerTo(await world.ada.press(card, idOf(card, 'cancel')));
  expect(textOf(card)).toContain('🚫 **Cancelado** · no se ha descontado nada de tu cuota.');
});

test('each server is spoken to in its own language', async () => {
  const world = await openWorldIn('de');
  await world.startApp();
  const other = world.discord.addGuild({ name: 'Elsewhere' });
  const there = other.addChannel({ name: 'films' });
  const bo = other.addMember({ name: 'Bo' });
  const [german, plain] = [await world.order(), await world.order({}, { member: bo, channel: there })];
  expect(textOf(german)).toContain('In der Warteschlange');
  expect(textOf(plain)).toContain('Queued');
  await world.until('both', () => [german, plain].every(({ content }) => content.startsWith('✅')));
  expect(german.content).toContain('✅ Fertig');
  expect(plain.content).toContain('✅ Delivered');
});

test('a result whose answer was lost is found again after the language was changed', async () => {
  const world = await openWorldIn('de');
  const first = await world.startApp();
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const posted = world.discord.faults.add({
    method: 'POST',
    path: new RegExp(`/channels/${world.channel.id}/messages$`),
    effect: { kind: 'hold-answer', until: held },
  });
  const card = await world.order();
  await world.until('the post', () => posted.hits > 0 && videosIn(world).length === 1);
  await first.stop();
  release();
  world.discord.faults.clear();
  await changeSettings(world, { language: 'es' });
  world.clock.jump(30 * 60_000);
  await world.startApp();
  await world.until('the card to link to it', () => card.content.startsWith('✅ Listo: '));
  expect(videosIn(world)).toHaveLength(1);
  expect(videosIn(world)[0]?.content).toContain('dein Video ist fertig');
});
