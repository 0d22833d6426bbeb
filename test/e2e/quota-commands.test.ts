import { describe, expect, test } from 'vitest';
import {
  BLOCKABLE,
  blockQueue,
  idOf,
  offerToEverybody,
  quotaText,
  untilDelivered,
} from '../support/looking.ts';
import { caseIn, changeSettings, type ModeratedWorld, openModeratedWorld } from '../support/moderating.ts';
import { answerTo, type World } from '../support/world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ALL_SUBCOMMANDS = ['set', 'clear', 'grant', 'revoke', 'reset', 'show', 'list', 'explain'];

/** A bot whose only place is taken, so that nothing is finished, in a server that has set nothing. */
async function openBusyWorld(
  settings: Parameters<typeof openModeratedWorld>[1] = {},
): Promise<ModeratedWorld> {
  const world = await openModeratedWorld(BLOCKABLE, settings);
  await world.startApp({ MAX_RUNNING: '1' });
  await blockQueue(world, world.guild.addMember({ name: 'Blocker' }));
  return world;
}

/** Options with which each subcommand would do something. */
const optionsFor = ({ ada }: World, subcommand: string): Record<string, string | number> => {
  switch (subcommand) {
    case 'set':
      return { rule: 'videos', amount: 3, window: 'rolling-day' };
    case 'clear':
      return { rule: 'all' };
    case 'grant':
      return { amount: 3, unit: 'videos', user: ada.id };
    case 'revoke':
      return { grant: 1 };
    case 'list':
      return {};
    default:
      return { user: ada.id };
  }
};

describe('who may use it:', () => {
  test('ordinary members are not offered it, and are refused where a server offers it to all', async () => {
    const world = await openModeratedWorld({}, {});
    await world.startApp();
    await expect(world.mod('quota list', {}, world.ada)).rejects.toThrow('has not the permissions');
    await offerToEverybody(world, 'veo-mod');
    for (const subcommand of ALL_SUBCOMMANDS) {
      const answer = await world.mod(`quota ${subcommand}`, optionsFor(world, subcommand), world.ada);
      expect(answer).toBe('This is for moderators: members with Manage Server.');
    }
    const where = { subcommandGroup: 'quota', subcommand: 'revoke' };
    await world.mod('quota grant', { amount: 3, unit: 'videos', user: world.ada.id });
    const suggestions = await world.ada.autocomplete(world.channel, 'veo-mod', 'grant', '', where);
    expect(await suggestions.response).toMatchObject({ kind: 'choices', choices: [] });
    // Nothing of it was done.
    expect(await world.mod('quota list')).not.toContain('everybody: 3 videos');
  });

  test('the moderator role that a server has named may, without Manage Server', async () => {
    const world = await openModeratedWorld({}, {});
    await world.startApp();
    await offerToEverybody(world, 'veo-mod');
    const keepers = world.guild.addRole('Keepers');
    const keeper = world.guild.addMember({ name: 'Keeper', roles: [keepers] });
    expect(await world.mod('quota list', {}, keeper)).toContain('This is for moderators');
    await changeSettings(world, { moderatorRoleId: keepers.id });
    for (const subcommand of ['set', 'list', 'show', 'explain', 'clear', 'grant', 'revoke']) {
      const answer = await world.mod(`quota ${subcommand}`, optionsFor(world, subcommand), keeper);
      expect(answer).not.toContain('This is for moderators');
    }
    expect(await world.mod('quota list', {}, world.ada)).toBe(
      `This is for moderators: members with Manage Server or <@&${keepers.id}>.`,
    );
  });
});

describe('a limit', () => {
  test('for everybody, a role and a member holds in the order of precedence, each change a case', async () => {
    const world = await openBusyWorld();
    const { ada, guild, mod } = world;
    const artists = guild.addRole('Artists');
    ada.roles = [artists];

    expect(await mod('quota set', { rule: 'videos', amount: 1, window: 'rolling-day' })).toBe(
      'Rule for everybody: **no limit → 1 video in any 24 hours**\nAll that is set for everybody now: 1 video in any 24 hours. Case 1.',
    );
    expect(await quotaText(world)).toContain('1 of 1 video left');
    const forRole = {
      rule: 'videos',
      amount: 3,
      window: 'rolling-day',
      role: artists.id,
      reason: 'they paint',
    };
    expect(await mod('quota set', forRole)).toBe(
      `Rule for <@&${artists.id}>: **no limit → 3 videos in any 24 hours**\nAll that is set for <@&${artists.id}> now: 3 videos in any 24 hours. Case 2.`,
    );
    await world.order();
    await world.order();
    const text = await quotaText(world);
    expect(text).toContain('1 of 3 videos left');
    expect(text).toContain(`This is the server’s rule for <@&${artists.id}>.`);

    const forAda = { rule: 'videos', window: 'rolling-day', user: ada.id };
    expect(await mod('quota set', { ...forAda, amount: 2 })).toContain(
      '**no limit → 2 videos in any 24 hours**',
    );
    expect(await world.refusal()).toMatch(
      /^You have used up your limit of 2 videos in any 24 hours \(this server’s rule for you\)\. There is room again <t:\d+:R>/,
    );
    const raised = await mod('quota set', { ...forAda, amount: 4 });
    expect(raised).toContain('**2 videos in any 24 hours → 4 videos in any 24 hours**');
    expect(caseIn(raised)).toBe(4);
    await world.order();

    expect(await mod('quota clear', { rule: 'videos', user: ada.id })).toBe(
      `Rule for <@${ada.id}>: **4 videos in any 24 hours → no limit**\nAll that is set for <@${ada.id}> now: nothing. Case 5.`,
    );
    expect(await world.refusal()).toContain(`(this server’s rule for <@&${artists.id}>)`);
    // Others have what everybody has.
    const bob = guild.addMember({ name: 'Bob' });
    await world.order({}, { member: bob });
    expect(await world.refusal({}, { member: bob })).toContain('(this server’s rule for everybody)');
  });

  test('holds together with others of the same scope, each cleared by itself', async () => {
    const world = await openBusyWorld({ timeZone: 'Asia/Tokyo' });
    await world.mod('quota set', { rule: 'videos', amount: 3, window: 'calendar-day' });
    await world.mod('quota set', { rule: 'seconds', amount: 12, window: 'calendar-month' });
    await world.order({ duration: 8 });
    const text = await quotaText(world);
    expect(text).toContain('▰▱▱ **2 of 3 videos left** today; it begins anew');
    expect(text).toContain('**4 of 12 seconds of video left** this month; it begins anew');
    expect(await world.refusal({ duration: 8 })).toContain('limit of 12 seconds of video a month');
    await world.order({ duration: 4 });

    expect(await world.mod('quota clear', { rule: 'units' })).toContain('No such limit is set there');
    await world.mod('quota set', { rule: 'seconds', amount: 8, window: 'rolling-hour' });
    expect(await world.mod('quota clear', { rule: 'seconds' })).toBe(
      'Several are set (8 seconds of video in any hour, 12 seconds of video a month): say which with `window`.',
    );
    const cleared = await world.mod('quota clear', { rule: 'all', reason: 'new season' });
    expect(cleared).toMatch(
      /^Rule for everybody: \*\*3 videos a day · 8 seconds of .* · 12 seconds of .* → nothing\*\*/,
    );
    expect(await quotaText(world)).toContain('3 of 5 videos left');
  });

  test('in creative units counts what a video is expected to cost', async () => {
    const world = await openBusyWorld();
    await world.mod('quota set', { rule: 'units', amount: 1, window: 'rolling-week' });
    expect(await world.refusal()).toMatch(
      /^This video alone is more than your limit of 1 CU in any 7 days .* This one costs \d+(\.\d+)? CU\./,
    );
  });
});

test('the most at once and a cooldown hold as soon as they are set', async () => {
  const world = await openBusyWorld();
  expect(await world.mod('quota set', { rule: 'max-active', amount: 1 })).toContain(
    '**any number at once → at most 1 at once**',
  );
  await world.order();
  expect(await world.refusal()).toContain('You have 1 video waiting or in the making');
  expect(await world.mod('quota clear', { rule: 'max-active' })).toContain(
    '**at most 1 at once → any number at once**',
  );
  expect(await world.mod('quota set', { rule: 'cooldown', time: '2h' })).toContain(
    '**no cooldown → 2 h between two videos**',
  );
  expect(await world.refusal()).toMatch(
    /the next one is possible <t:\d+:R> \(this server’s rule for everybody\)/,
  );
  expect(await quotaText(world)).toContain('At least 2 h between two videos');
  world.clock.jump(2 * HOUR_MS);
  await world.order();
});

test('a denied role and a denied member make no videos, whatever else is set', async () => {
  const world = await openBusyWorld();
  const { ada, guild, mod } = world;
  // Below the moderator's.
  const muted = guild.addRole('Muted', { position: 1 });
  ada.roles = [muted];
  expect(await mod('quota set', { rule: 'deny', role: muted.id })).toContain(
    `Rule for <@&${muted.id}>: **videos allowed → no videos at all**`,
  );
  await mod('quota set', { rule: 'videos', amount: 50, window: 'rolling-day', user: ada.id });
  expect(await world.refusal()).toContain(`Members with <@&${muted.id}> may not make videos`);
  expect(await quotaText(world)).toMatch(/^Members with/);
  await mod('quota clear', { rule: 'deny', role: muted.id });
  await world.order();

  await mod('quota set', { rule: 'deny', user: ada.id });
  expect(await world.refusal()).toContain('You may not make videos in this server.');
});

test('nobody is shut out who stands as high as the moderator, or higher', async () => {
  const world = await openModeratedWorld({}, {});
  await world.startApp();
  const { guild, mod } = world;
  const chief = guild.addMember({ name: 'Chief', roles: [guild.addRole('Chiefs')] });
  expect(await mod('quota set', { rule: 'deny', user: guild.ownerId })).toContain('the owner');
  expect(await mod('quota set', { rule: 'deny', user: chief.id })).toContain('a role as high');
  const none = { rule: 'videos', amount: 0, window: 'rolling-day', user: chief.id };
  expect(await mod('quota set', none)).toContain('a role as high');
  // A limit shuts nobody out.
  expect(await mod('quota set', { ...none, amount: 1 })).toContain('Case 1.');
});

describe('a grant', () => {
  test('is spent before any limit counts, soonest end first, and ends by the clock', async () => {
    const world = await openBusyWorld();
    const { ada, mod } = world;
    await mod('quota set', { rule: 'videos', amount: 1, window: 'rolling-week' });
    const forever = await mod('quota grant', { amount: 1, unit: 'videos', user: ada.id });
    expect(forever).toBe(
      `Granted to <@${ada.id}>: **0 videos → 1 video**\nGrant 1: 1 video for <@${ada.id}>, without an end. Case 2.`,
    );
    const ending = await mod('quota grant', {
      amount: 2,
      unit: 'videos',
      user: ada.id,
      expires: '1d',
      reason: 'won *it*',
    });
    expect(ending).toMatch(
      /^Granted to <@\d+>: \*\*1 video → 3 videos\*\*\nGrant 2: 2 videos for <@\d+>, ends <t:\d+:R>: “won \\\*it\\\*”\. Case 3\.$/,
    );
    await world.order();
    const text = await quotaText(world);
    expect(text).toContain('1 of 1 video left');
    expect(text).toMatch(
      /- 1 of 2 videos left for you, ends <t:\d+:R> \(grant 2\): “won \\\*it\\\*”\n- 1 of 1 video/,
    );

    world.clock.jump(DAY_MS);
    expect(await quotaText(world)).not.toContain('grant 2');
    await world.order();
    await world.order();
    expect(await world.refusal()).toContain('used up your limit of 1 video in any 7 days');
  });

  test('for a role is for each of its members', async () => {
    const world = await openBusyWorld();
    const artists = world.guild.addRole('Artists');
    const [first, second] = ['First', 'Second'].map((name) =>
      world.guild.addMember({ name, roles: [artists] }),
    );
    await world.mod('quota set', { rule: 'videos', amount: 0, window: 'rolling-day' });
    const answer = await world.mod('quota grant', { amount: 1, unit: 'videos', role: artists.id });
    expect(answer).toContain(`Granted to each member with <@&${artists.id}>: **0 videos → 1 video**`);
    for (const member of [first, second]) {
      if (!member) throw new Error('no member');
      await world.order({}, { member });
      expect(await world.refusal({}, { member })).toContain('Videos are switched off for you');
    }
  });

  test('of creative units pays what a video costs', async () => {
    const world = await openModeratedWorld({}, {});
    await world.startApp();
    await untilDelivered(world, await world.order());
    await world.mod('quota grant', { amount: 5_000, unit: 'units', user: world.ada.id });
    await untilDelivered(world, await world.order());
    const left = /- ([\d.]+) of 5000 CU left for you/.exec(await quotaText(world))?.[1];
    expect(Number(left)).toBeGreaterThan(4_000);
    expect(Number(left)).toBeLessThan(5_000);
    expect(await quotaText(world)).toContain('4 of 5 videos left');
  });

  test('is picked by name and revoked: what was spent stays spent', async () => {
    const world = await openBusyWorld();
    const { ada, mod, mo, channel } = world;
    const artists = world.guild.addRole('Artists');
    await mod('quota grant', { amount: 3, unit: 'videos', user: ada.id, reason: 'a prize' });
    await mod('quota grant', { amount: 400, unit: 'units', role: artists.id });
    await world.order();
    const where = { subcommandGroup: 'quota', subcommand: 'revoke' };
    const suggested = async (typed: string) => {
      const answer = await (await mo.autocomplete(channel, 'veo-mod', 'grant', typed, where)).response;
      if (answer.kind !== 'choices') throw new Error(answer.kind);
      return answer.choices;
    };
    expect(await suggested('')).toEqual([
      { name: '#1 · 3 videos · Ada · a prize', value: 1 },
      { name: '#2 · 400 CU · role Artists', value: 2 },
    ]);
    expect(await suggested('artis')).toMatchObject([{ value: 2 }]);

    expect(await mod('quota revoke', { grant: 1, reason: 'over' })).toBe(
      `Granted to <@${ada.id}>: **3 videos → 0 videos**\nGrant 1 has ended; what was spent of it stays spent. Case 3.`,
    );
    expect(await quotaText(world)).toContain('5 of 5 videos left');
    expect(await quotaText(world)).not.toContain('Grants');
    for (const grant of [1, 99]) {
      expect(await mod('quota revoke', { grant })).toContain('No such grant is in force here');
    }
    expect(await suggested('')).toMatchObject([{ value: 2 }]);
  });
});

test('a reset gives a member everything back that counts now', async () => {
  const world = await openBusyWorld();
  const { ada, mod } = world;
  await world.order();
  await world.order();
  expect(await mod('quota reset', { user: ada.id, reason: 'a fault of ours' })).toBe(
    `Videos that count against the limits of <@${ada.id}>: **2 → 0**. Grants stay as they are. Case 1.`,
  );
  expect(await quotaText(world)).toContain('5 of 5 videos left');
  expect(await mod('quota reset', { user: ada.id })).toContain('there is nothing to give back');
});

describe('wrong options change nothing and are refused with what to do:', () => {
  test('in every subcommand that writes', async () => {
    const world = await openModeratedWorld({}, {});
    await world.startApp();
    const { ada, guild, mod } = world;
    const role = guild.addRole('Artists').id;
    const user = ada.id;
    const set = { rule: 'videos', amount: 3, window: 'rolling-day' };
    const refusals: [string, Parameters<typeof mod>[1], string][] = [
      ['set', { ...set, role, user }, 'Choose a `role` or a `user`, not both'],
      ['set', { rule: 'videos', amount: 3 }, 'with `window`'],
      ['set', { rule: 'deny' }, '/veo-mod queue drain'],
      ['set', { ...set, role: guild.id }, '@everyone is no role'],
      ['set', { ...set, user: world.discord.botUserId }, 'That is a bot'],
      ['clear', { rule: 'all' }, 'Nothing of that is set for everybody'],
      ['clear', { rule: 'all', role, user }, 'not both'],
      ['clear', { rule: 'cooldown', user }, `Nothing of that is set for <@${user}>`],
      ['grant', { amount: 1, unit: 'videos' }, 'Say for whom with `user` or `role`'],
      ['grant', { amount: 1, unit: 'videos', role, user }, 'not both'],
      ['grant', { amount: 0, unit: 'units', user }, 'gives nothing'],
      ['grant', { amount: 1.5, unit: 'videos', user }, 'whole number'],
      ['grant', { amount: 1, unit: 'videos', user, expires: 'soon' }, 'such as `30m`, `12h`, `7d` or `2w`'],
      ['grant', { amount: 1, unit: 'videos', role: guild.id }, '@everyone is no role'],
      ['revoke', { grant: 1 }, 'No such grant is in force here'],
      ['reset', { user }, 'nothing to give back'],
      ['reset', { user: world.discord.botUserId }, 'That is a bot'],
    ];
    for (const [subcommand, options, text] of refusals) {
      expect(await mod(`quota ${subcommand}`, options)).toContain(text);
    }
    await mod('quota set', set);
    expect(await mod('quota set', set)).toBe('It is so already for everybody. Nothing changed.');
    expect(await mod('quota set', { ...set, amount: 4 })).toContain('Case 2.');
  });
});

describe('looking', () => {
  test('shows a member’s account as they see it, also of one who has left', async () => {
    const world = await openBusyWorld();
    const { ada, guild, mod } = world;
    const artists = guild.addRole('Artists');
    ada.roles = [artists];
    await mod('quota set', { rule: 'videos', amount: 2, window: 'rolling-day', role: artists.id });
    await world.order();
    const shown = await mod('quota show', { user: ada.id });
    expect(shown.split('\n').slice(0, 3)).toEqual([
      `**Quota of <@${ada.id}>**`,
      expect.stringMatching(/^▰▱ \*\*1 of 2 videos left\*\* in any 24 hours; the next comes back <t:\d+:R>$/),
      `This is the server’s rule for <@&${artists.id}>.`,
    ]);
    expect(shown).toContain('1 video of theirs waiting');

    guild.removeMember(ada);
    const left = await mod('quota show', { user: ada.id });
    expect(left).toContain('They have left the server');
    expect(left).toContain('4 of 5 videos left');
    expect(await mod('quota explain', { user: ada.id })).toContain('They have left the server');
  });

  test('explains which rule wins, and what would become of a video now', async () => {
    const world = await openBusyWorld();
    const { ada, guild, mod } = world;
    const artists = guild.addRole('Artists');
    ada.roles = [artists];
    await mod('quota set', { rule: 'videos', amount: 1, window: 'rolling-day' });
    await mod('quota set', { rule: 'videos', amount: 2, window: 'rolling-day', role: artists.id });
    const explain = async () => (await mod('quota explain', { user: ada.id })).split('\n');
    expect((await explain()).slice(0, 5)).toEqual([
      `**A \`/veo\` of <@${ada.id}> now, with all options left out: ✅ allowed (counts against their limits)**`,
      '**Rules**: deny > member > best role > everybody > the bot’s default',
      `- <@&${artists.id}> **(gives the limits)**: 2 videos in any 24 hours`,
      '- everybody: 1 video in any 24 hours',
      '- the bot’s default: 5 videos in any 24 hours',
    ]);
    await mod('quota grant', { amount: 1, unit: 'videos', user: ada.id });
    expect((await explain())[0]).toContain('✅ allowed (paid by grant 1)');
    for (const _ of [1, 2, 3]) await world.order();
    const refused = await explain();
    expect(refused[0]).toContain('❌ refused');
    expect(refused[1]).toBe(`> ${await world.refusal()}`);

    await changeSettings(world, { approval: 'all' });
    await mod('quota reset', { user: ada.id });
    expect((await explain())[0]).toContain('⏳ held for approval, then allowed');
  });

  test('at moderators says that they are exempt, by permission or by role', async () => {
    const world = await openModeratedWorld({}, {});
    await world.startApp();
    const { guild, mod, mo } = world;
    const keepers = guild.addRole('Keepers');
    const keeper = guild.addMember({ name: 'Keeper', roles: [keepers] });
    await mod('quota set', { rule: 'videos', amount: 0, window: 'rolling-day' });
    expect(await quotaText(world, mo)).toContain('Videos are switched off');
    await changeSettings(world, { moderatorsExempt: true, moderatorRoleId: keepers.id });
    for (const member of [mo, keeper, guild.owner]) {
      expect(await quotaText(world, member)).toContain('No limits hold for you');
      expect(await mod('quota show', { user: member.id })).toContain('No limits hold for them');
      expect(await mod('quota explain', { user: member.id })).toContain('allowed (no limits hold for them)');
    }
    expect(await mod('quota show', { user: world.ada.id })).toContain('Videos are switched off');
    expect(await mod('quota list')).toContain('- moderators: go without limits here');
    await world.order({}, { member: keeper });
  });

  test('lists all rules and grants, in pages that only moderators turn', async () => {
    const world = await openModeratedWorld({}, {});
    await world.startApp();
    const { guild, mo, mod, modAnswer } = world;
    expect(await mod('quota list')).toContain(
      '- the bot’s default, where nothing above sets limits: 5 videos',
    );
    for (let number = 0; number < 45; number += 1) {
      const user = guild.addMember().id;
      await mod('quota set', { rule: 'videos', amount: number, window: 'calendar-month', user });
    }
    await mod('quota set', { rule: 'deny', role: guild.addRole('Muted').id });
    await mod('quota grant', { amount: 7, unit: 'videos', user: world.ada.id, reason: '# _big_' });
    const list = await modAnswer('quota list');
    expect(list.content).toContain('-# Page 1 of 2');
    expect(list.content).toMatch(/no videos at all/);
    expect(list.content).not.toContain('Grants');
    const next = await answerTo(await mo.press(list, 'v1:quota-page:1'));
    expect(next.content).toContain('**Grants in force**');
    expect(next.content).toContain(`7 videos for <@${world.ada.id}>, without an end: “\\# \\_big\\_”`);
    expect(next.content).toContain('-# Page 2 of 2');
    expect(next.mentionedUserIds).toEqual([]);

    mo.roles = [];
    const refused = await answerTo(await mo.press(next, idOf(next, 'quota-page')));
    expect(refused).toMatchObject({
      ephemeral: true,
      content: 'This is for moderators: members with Manage Server.',
    });
  });

  test('shows nothing of other servers', async () => {
    const world = await openModeratedWorld({}, {});
    await world.startApp();
    await world.mod('quota set', { rule: 'videos', amount: 9, window: 'rolling-day' });
    await world.mod('quota grant', { amount: 7, unit: 'videos', user: world.ada.id });
    const elsewhere = world.discord.addGuild();
    const channel = elsewhere.addChannel();
    const ada = elsewhere.addMember({ userId: world.ada.id, permissions: elsewhere.owner.permissions | 32n });
    const where = { subcommandGroup: 'quota', subcommand: 'list' };
    const list = await answerTo(await ada.slash(channel, 'veo-mod', {}, where));
    expect(list.content).not.toContain('9 videos');
    expect(list.content).toContain('- none');
    const revoking = { subcommandGroup: 'quota', subcommand: 'revoke' };
    const revoked = await answerTo(await ada.slash(channel, 'veo-mod', { grant: 1 }, revoking));
    expect(revoked.content).toContain('No such grant is in force here');
    expect((await answerTo(await ada.slash(channel, 'veo-quota'))).content).toContain('5 of 5 videos left');
  });
});

test('rules and grants hold over a restart', async () => {
  const world = await openModeratedWorld({}, {});
  const first = await world.startApp();
  await world.mod('quota set', { rule: 'videos', amount: 0, window: 'rolling-day' });
  await world.mod('quota grant', { amount: 1, unit: 'videos', user: world.ada.id });
  await first.stop();
  await world.startApp();
  await untilDelivered(world, await world.order());
  expect(await world.refusal()).toContain('Videos are switched off for you here');
});

test('every change reaches the log channel as a case', async () => {
  const world = await openModeratedWorld();
  await world.startApp();
  const { ada, guild, log, mod } = world;
  const artists = guild.addRole('*Artists*');
  await mod('quota set', {
    rule: 'videos',
    amount: 3,
    window: 'rolling-day',
    role: artists.id,
    reason: 'a trial',
  });
  await mod('quota grant', { amount: 2, unit: 'videos', user: ada.id, expires: '2w' });
  const texts = await world.until('both cases in the log', () => {
    const found = log.messages.map(({ content, embeds }) =>
      [content, ...embeds.map((one) => one.description)].join(),
    );
    return found.some((text) => text.includes('granted')) && found;
  });
  const all = texts.join('\n').replaceAll('\\', '');
  expect(all).toContain('role “*Artists*”: no limit → 3 videos in any 24 hours');
  expect(all).toContain('Why: “a trial”');
  expect(all).toContain('2 videos for this member');
  expect(all).toMatch(/Until: <t:\d+:f>/);
});
