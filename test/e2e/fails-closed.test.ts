import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { jobsOf, quotaText, untilDelivered, untilPriced } from '../support/looking.ts';
import { openWorld, orders, type World } from '../support/world.ts';

const databaseOf = ({ dataDir }: World) => {
  const database = new SqliteDatabase(join(dataDir, 'clapper.db'));
  onTestFinished(() => void database.close());
  return database;
};

const away = (table: string) => ({
  breaks: `alter table ${table} rename to ${table}_away`,
  mends: `alter table ${table}_away rename to ${table}`,
});
const full = (table: string) => ({
  breaks: `create trigger full before insert on ${table} begin select raise(abort, 'disk full'); end`,
  mends: 'drop trigger full',
});

/** Everything that an admission reads to say yes, and everything that it writes. */
const FAULTS = {
  'blocks cannot be read': away('blocks'),
  'the state of the queue cannot be read': away('guild_queues'),
  'rules cannot be read': away('quota_policies'),
  'limits cannot be read': away('quota_limits'),
  'grants cannot be read': away('quota_grants'),
  'settings cannot be read': away('guild_settings'),
  'the filter cannot be read': away('filter_rules'),
  'the money that was spent cannot be read': away('spend_ledger'),
  'the account cannot be read': away('quota_ledger'),
  'the job cannot be written': full('jobs'),
  'the account cannot be written': full('quota_ledger'),
  'the place in the queue cannot be written': full('queue_users'),
  'the warning of a budget cannot be written': full('budget_notices'),
};

test.each(Object.entries(FAULTS))(
  'while %s, nothing is admitted and nothing ordered',
  async (_what, fault) => {
    const world = await openWorld();
    // A budget that the first video brings to a level that moderators are told of.
    await world.startApp({ BUDGET_PER_SERVER_PER_DAY: '400' });
    await untilPriced(world);
    const database = databaseOf(world);

    database.exec(fault.breaks);
    expect(await world.refusal()).toContain('Something went wrong on my side.');
    database.exec(fault.mends);

    expect(await jobsOf(world).find(1)).toBeUndefined();
    expect(orders(world.scenario)).toEqual([]);
    expect(world.channel.messages).toEqual([]);
    expect(await quotaText(world)).toContain('5 of 5 videos left');
    await untilDelivered(world, await world.order());
    expect(orders(world.scenario)).toHaveLength(1);
  },
);
