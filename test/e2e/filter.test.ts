import { expect, test } from 'vitest';
import type { SandboxUpload } from '../../src/sandbox/discord/message.ts';
import { filterRules, jobs, quotaLedger } from '../../src/store/schema.ts';
import { offerToEverybody, untilDelivered } from '../support/looking.ts';
import {
  caseIn,
  databaseOf,
  type ModeratedWorld,
  moderated,
  openModeratedWorld,
} from '../support/moderating.ts';
import { orders, textOf } from '../support/world.ts';

const listFile = (text: string | Uint8Array, name = 'rules.txt'): SandboxUpload => ({
  name,
  contentType: 'text/plain',
  bytes: typeof text === 'string' ? Buffer.from(text) : text,
});

const add = (world: ModeratedWorld, kind: string, text: string, more: Record<string, string> = {}) =>
  world.mod('filter add', { kind, text, ...more });

const importList = (world: ModeratedWorld, file: SandboxUpload) => world.mod('filter import', { file });

const rulesIn = (world: ModeratedWorld) =>
  databaseOf(world)
    .select()
    .from(filterRules)
    .all()
    .map(({ kind, text, action }) => [action, kind, text].filter(Boolean).join(' '));

/** What the bot suggests for the rule to remove. */
async function suggested(world: ModeratedWorld, typed: string, member = world.mo) {
  const asked = await member.autocomplete(world.channel, 'veo-mod', 'rule', typed, {
    subcommandGroup: 'filter',
    subcommand: 'remove',
  });
  await asked.response;
  return asked.choices ?? [];
}

async function openFilteredWorld() {
  const world = await openModeratedWorld();
  await world.startApp();
  return world;
}

test('a refused prompt names the words, however they are disguised, and costs nothing', async () => {
  const world = await openFilteredWorld();
  const added = await add(world, 'word', 'Volcano', { reason: 'House rule 3' });
  expect(added).toMatch(/^Added rule #1: `refuse word Volcano`\. Case \d+\.$/);
  expect(await world.mod('case show', { number: caseIn(added) })).toContain('House rule 3');
  await add(world, 'pattern', 'lava\\d+');

  expect(await world.refusal({ prompt: 'A V 0 l c a n o and lava77' })).toBe(
    'This server does not allow `V 0 l c a n o`, `lava77` in prompts. Nothing was charged: change the words and try again.',
  );
  expect(await world.refusal({ negative_prompt: 'no volcano please' })).toContain('`volcano`');
  const db = databaseOf(world);
  expect(db.select().from(jobs).all()).toEqual([]);
  expect(db.select().from(quotaLedger).all()).toEqual([]);
  expect(orders(world.scenario)).toEqual([]);
  expect(world.channel.messages).toEqual([]);
  await untilDelivered(world, await world.order({ prompt: 'A volcanologist' }));
});

test('a refusal stays readable however much of a prompt matches', async () => {
  const world = await openFilteredWorld();
  await add(world, 'pattern', '(?s)a.*z');
  for (let letter = 0; letter < 12; letter += 1) {
    await add(world, 'word', `w${String.fromCharCode(97 + letter).repeat(2)}x`);
  }
  const words = Array.from({ length: 12 }, (_, at) => `w${String.fromCharCode(97 + at).repeat(2)}x`);
  const prompt = `a\n${'`'.repeat(3)}${'m'.repeat(1_500)} ${words.join(' ')} z`;
  const text = await world.refusal({ prompt });
  expect(text.length).toBeLessThan(1_000);
  expect(text).toContain('and 3 more in prompts');
  expect(text.split('`').length % 2).toBe(1);
});

test('an exception lets a phrase through that has a forbidden word in it', async () => {
  const world = await openFilteredWorld();
  await add(world, 'word', 'shooting');
  expect(await add(world, 'exception', 'shooting star', { action: 'hold' })).toContain(
    '`allow shooting star`',
  );
  await untilDelivered(world, await world.order({ prompt: 'A shooting star over a lake' }));
  expect(await world.refusal({ prompt: 'A shooting range' })).toContain('`shooting`');
});

test('a rule that holds sends the video to the moderators', async () => {
  const world = await openFilteredWorld();
  await add(world, 'word', 'volcano', { action: 'hold' });
  expect(textOf(await world.order({ negative_prompt: 'volcano' }))).toContain('Waiting for approval');
  const message = await world.until('the moderators to be asked', () => world.staff.messages[0]);
  expect(textOf(message)).toContain('The prompt filter found “volcano”');
});

test('rules hold at once and after a restart, and no more once removed', async () => {
  const world = await openModeratedWorld();
  const app = await world.startApp();
  await add(world, 'word', 'volcano');
  await app.stop();
  await world.startApp();
  expect(await world.refusal({ prompt: 'A volcano' })).toContain('`volcano`');
  const answer = await world.mod('filter remove', { rule: 1, reason: 'Too strict' });
  expect(answer).toMatch(/^Removed rule #1: `refuse word volcano`\. Case \d+\.$/);
  expect(await world.mod('case show', { number: caseIn(answer) })).toContain('Too strict');
  await untilDelivered(world, await world.order({ prompt: 'A volcano' }));
});

test('the same word a second time changes nothing, and says which rule it is and how to change it', async () => {
  const world = await openFilteredWorld();
  await add(world, 'word', 'Volcano');
  expect(await add(world, 'word', 'volcano', { action: 'hold' })).toBe(
    'There is a rule for that already: #1 `refuse word Volcano`. Nothing changed; to change what it does, remove it first.',
  );
  expect(rulesIn(world)).toEqual(['refuse word Volcano']);
});

test.for([
  { kind: 'pattern', text: '(?=a)b', says: 'look-arounds are not available' },
  { kind: 'pattern', text: '(a)\\1', says: 'back-references are not available' },
  { kind: 'pattern', text: '(a', says: 'This pattern cannot be used' },
  { kind: 'pattern', text: 'a*', says: 'also matches an empty text' },
  { kind: 'pattern', text: '(a{1,900}){1,900}', says: 'This pattern cannot be used' },
  { kind: 'word', text: '!', says: 'A word or phrase has 2 to 100 characters' },
  { kind: 'word', text: '!!!', says: 'Use a pattern to match symbols' },
  { kind: 'exception', text: 'x'.repeat(101), says: 'A word or phrase has 2 to 100 characters' },
])('$kind “$text” is refused with the reason', async ({ kind, text, says }) => {
  const world = await openFilteredWorld();
  expect(await add(world, kind, text)).toContain(says);
  expect(rulesIn(world)).toEqual([]);
});

test('a rule that is not there cannot be removed, nor can one of another server', async () => {
  const world = await openFilteredWorld();
  await add(world, 'word', 'volcano');
  const other = await moderated({ ...world, ...newServer(world) });
  const text = 'There is no such rule here: pick one that the list offers, or see `/veo-mod filter list`.';
  expect(await world.mod('filter remove', { rule: 7 })).toBe(text);
  expect(await other.mod('filter remove', { rule: 1 })).toBe(text);
  expect(rulesIn(world)).toEqual(['refuse word volcano']);
});

function newServer(world: ModeratedWorld) {
  const guild = world.discord.addGuild({ name: 'Elsewhere' });
  return { guild, channel: guild.addChannel(), ada: guild.addMember({ userId: world.ada.id }) };
}

test('the filter of one server is nothing to another', async () => {
  const world = await openFilteredWorld();
  const other = await moderated({ ...world, ...newServer(world) });
  await add(world, 'word', 'volcano');
  await untilDelivered(
    other,
    await world.order({ prompt: 'A volcano' }, { member: other.ada, channel: other.channel }),
  );
  expect(await other.mod('filter list')).toContain('This server has no filter rules');
  expect(await other.mod('filter test', { text: 'A volcano' })).toBe('The filter finds nothing in it.');
  expect(await suggested(other, '')).toEqual([]);
  await add(other, 'word', 'volcano');
  expect(rulesIn(world)).toHaveLength(2);
});

test('the list shows the rules with their numbers; a long one says where the rest is', async () => {
  const world = await openFilteredWorld();
  expect(await world.mod('filter list')).toBe(
    'This server has no filter rules. Add one with `/veo-mod filter add`.',
  );
  await add(world, 'word', 'volcano');
  await add(world, 'pattern', 'la`va+', { action: 'hold' });
  await add(world, 'exception', 'volcano museum');
  expect((await world.mod('filter list')).split('\n')).toEqual([
    '**3 rules**',
    '#1 `refuse word volcano`',
    '#2 `hold pattern laˋva+`',
    '#3 `allow volcano museum`',
  ]);
  const many = Array.from({ length: 400 }, (_, at) => `refuse word ${'long '.repeat(15)}${at}`).join('\n');
  await importList(world, listFile(many));
  const list = await world.mod('filter list');
  expect(list.length).toBeLessThanOrEqual(2_000);
  expect(list).toMatch(/… and \d+ more: see `\/veo-mod filter export`$/);
});

test('test shows what is found, by which rule, and what would happen', async () => {
  const world = await openFilteredWorld();
  await add(world, 'word', 'volcano', { action: 'hold' });
  expect((await world.mod('filter test', { text: 'A v0lcano!' })).split('\n')).toEqual([
    'It would be **held** for approval.',
    '`v0lcano`: word rule #1, hold',
  ]);
  await add(world, 'pattern', 'lava.*');
  expect((await world.mod('filter test', { text: 'volcano with lava *and* ash' })).split('\n')).toEqual([
    'It would be **refused**.',
    '`volcano`: word rule #1, hold',
    '`lava *and* ash`: pattern rule #2, refuse',
  ]);
  expect(await world.mod('filter test', { text: 'A boat' })).toBe('The filter finds nothing in it.');
  expect(orders(world.scenario)).toEqual([]);
});

test('suggestions find rules by any part of them, at most 25', async () => {
  const world = await openFilteredWorld();
  const lines = Array.from({ length: 40 }, (_, at) => `refuse word term ${at}`).join('\n');
  await importList(world, listFile(`${lines}\nallow ${'very '.repeat(19)}long`));
  expect(await suggested(world, '')).toHaveLength(25);
  expect(await suggested(world, 'TERM 39')).toEqual([{ name: '#40 refuse word term 39', value: 40 }]);
  const [long] = await suggested(world, 'allow very');
  expect(long?.name.length).toBeLessThanOrEqual(100);
  expect(await suggested(world, 'nothing like it')).toEqual([]);
});

test('export and import go round', async () => {
  const world = await openFilteredWorld();
  await add(world, 'word', 'Žluťoučký kůň');
  await add(world, 'pattern', '#\\d+\\s{2}x', { action: 'hold' });
  await add(world, 'exception', 'a "quoted" phrase');
  const before = rulesIn(world);
  const answer = await world.modAnswer('filter export');
  expect(answer.content).toMatch(/^3 rules\. Change the lines and use `\/veo-mod filter import`/);
  const [file] = answer.attachments;
  if (!file) throw new Error('no file');
  expect(file.filename).toBe('veo-filter.txt');
  const text = (await file.bytes()).toString('utf8');
  for (const rule of [1, 2, 3]) await world.mod('filter remove', { rule });
  expect(rulesIn(world)).toEqual([]);
  expect(await world.mod('filter export')).toBe(
    'This server has no filter rules to export. Add one with `/veo-mod filter add`.',
  );

  const imported = await importList(world, listFile(`\uFEFF# Ours\r\n\r\n${text.replaceAll('\n', '\r\n')}`));
  expect(imported).toMatch(/^Added 3 rules: 0 rules → 3 rules\. Case \d+\.$/);
  expect(rulesIn(world)).toEqual(before);
  expect(await importList(world, listFile(text))).toBe(
    'All of them were there already, or the file has none: nothing changed. To change a rule, remove it first.',
  );
  expect(await importList(world, listFile(`${text}refuse word lava\n`))).toMatch(
    /^Added 1 rule; 3 were there already, and stay as they are: 3 rules → 4 rules\. Case \d+\.$/,
  );
});

test('an import with bad lines names them and adds nothing', async () => {
  const world = await openFilteredWorld();
  const text = await importList(
    world,
    listFile('refuse word volcano\nforbid word lava\nhold pattern (?=x)y\nallow !\nREFUSE WORD volcano'),
  );
  expect(text.split('\n')).toEqual([
    'Nothing was imported. Mend these lines and try again:',
    expect.stringContaining('Line 2: a line reads “refuse word …”'),
    expect.stringContaining('Line 3: This pattern cannot be used: look-arounds are not available.'),
    expect.stringContaining('Line 4: A word or phrase has'),
    'Line 5: this is the rule of line 1 again.',
  ]);
  expect(rulesIn(world)).toEqual([]);
});

test('of an import that is bad throughout, the first lines are named, in one message', async () => {
  const world = await openFilteredWorld();
  const bad = `refuse pattern ${'x'.repeat(150)}(`;
  const text = await importList(world, listFile(`${bad}\n`.repeat(600)));
  expect(text).toContain('Nothing was imported. The first 10 lines to mend:');
  expect(text.length).toBeLessThanOrEqual(2_000);
});

const TOO_LARGE = `refuse word x${'y'.repeat(90)}\n`.repeat(1_400);

test.for([
  ['too large', listFile(TOO_LARGE), 'attach a text file of at most 128 KB'],
  [
    'no text',
    listFile(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe])),
    'attach a plain text file (UTF-8)',
  ],
  ['empty of rules', listFile('# nothing\n'), 'the file has none'],
] as const)('a file that is %s is refused with the next step', async ([, file, says]) => {
  const world = await openFilteredWorld();
  expect(await importList(world, file)).toContain(says);
  expect(rulesIn(world)).toEqual([]);
});

test('a file that Discord does not give out is refused with the next step', async () => {
  const world = await openFilteredWorld();
  world.discord.faults.add({ method: 'GET', path: /attachments/, effect: { kind: 'status', status: 404 } });
  expect(await importList(world, listFile('refuse word volcano'))).toBe(
    'I could not read that file: attach a plain text file (UTF-8) and try again.',
  );
});

test('more than 500 rules are not kept, by import or one by one', async () => {
  const world = await openFilteredWorld();
  const lines = (count: number) =>
    Array.from({ length: count }, (_, at) => `refuse word term ${at}`).join('\n');
  const full = 'a server can have 500 filter rules at most. Remove some rules first.';
  expect(await importList(world, listFile(lines(501)))).toContain(full);
  expect(rulesIn(world)).toEqual([]);
  expect(await importList(world, listFile(lines(500)))).toContain('0 rules → 500 rules');
  expect(await add(world, 'word', 'one more')).toContain(full);
  expect(rulesIn(world)).toHaveLength(500);
  expect(await world.refusal({ prompt: 'the t3rm 499' })).toContain('`t3rm 499`');
});

test('members who are no moderators can do none of it, also where a server offers them the command', async () => {
  const world = await openFilteredWorld();
  await add(world, 'word', 'volcano');
  await expect(world.mod('filter list', {}, world.ada)).rejects.toThrow('has not the permissions');
  await offerToEverybody(world, 'veo-mod');
  for (const [subcommand, options] of Object.entries({
    add: { kind: 'word', text: 'lava' },
    remove: { rule: 1 },
    list: {},
    test: { text: 'volcano' },
    import: { file: listFile('refuse word lava') },
    export: {},
  })) {
    expect(await world.mod(`filter ${subcommand}`, options, world.ada)).toBe(
      'This is for moderators: members with Manage Server.',
    );
  }
  expect(rulesIn(world)).toEqual(['refuse word volcano']);
});
