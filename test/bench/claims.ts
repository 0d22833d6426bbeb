import { sql } from 'drizzle-orm';
import { createJobStore } from '../../src/store/job-store.ts';
import { type Database, openDatabase } from '../../src/store/open.ts';
import { MIGRATIONS, newJob } from '../store/orders.ts';
import { alternate, type Comparison, microsecondsEach } from './measure.ts';

const CLAIMS = 80;
const REPETITIONS = 5;
const CAPS = { total: 1e9, perGuild: 1e9, perUser: 1e9 };

interface Backlog {
  jobs: number;
  guilds: number;
  /** Waiting members in each guild. */
  members: number;
}

/** The time of a claim in memory, where no disk hides what it reads, for two sizes of backlog. */
async function compareClaims(name: string, small: Backlog, large: Backlog): Promise<Comparison> {
  const figures = await alternate(
    REPETITIONS,
    () => claimFrom(small),
    () => claimFrom(large),
  );
  return {
    name,
    unit: 'µs',
    baseline: { name: labelOf(small), figures: figures.baseline },
    subject: { name: labelOf(large), figures: figures.subject },
  };
}

export const compareDepths = () =>
  compareClaims(
    'claim, by waiting jobs (each of another member)',
    { jobs: 100, guilds: 10, members: 10 },
    { jobs: 100_000, guilds: 10, members: 10_000 },
  );

export const compareGuilds = () =>
  compareClaims(
    'claim, by guilds (10,000 waiting jobs)',
    { jobs: 10_000, guilds: 1, members: 100 },
    { jobs: 10_000, guilds: 2_500, members: 4 },
  );

const labelOf = ({ jobs, guilds }: Backlog): string =>
  `${jobs.toLocaleString('en')} jobs in ${guilds.toLocaleString('en')} ${guilds === 1 ? 'guild' : 'guilds'}`;

async function claimFrom(backlog: Backlog): Promise<number> {
  const { db, close } = openDatabase(':memory:', MIGRATIONS);
  try {
    fill(db, backlog);
    const store = createJobStore(db);
    const claim = async () => {
      if (!(await store.claimQueued(CAPS, { token: 'token', until: 1 }, 0)))
        throw new Error('nothing to claim');
    };
    await claim();
    return await microsecondsEach(CLAIMS, claim);
  } finally {
    close();
  }
}

/** Writes waiting jobs by the thousand, as `admit` would have written them one by one. */
function fill(db: Database, { jobs, guilds, members }: Backlog): void {
  const settings = JSON.stringify(newJob().settings);
  db.run(sql`
    with recursive number(i) as (select 0 union all select i + 1 from number where i + 1 < ${jobs})
    insert into jobs (interaction_id, guild_id, channel_id, user_id, state, settings, spoiler, created_at, state_since, run_at)
    select 'i' || i, 'guild-' || (i % ${guilds}), 'channel', 'member-' || (i / ${guilds} % ${members}), 'queued',
      ${settings}, 0, i, i, i
    from number`);
  db.run(sql`
    insert into queue_guilds (guild_id, turn)
    select guild_id, row_number() over (order by min(id)) from jobs group by guild_id`);
  db.run(sql`
    insert into queue_users (guild_id, user_id, turn)
    select guild_id, user_id, row_number() over (partition by guild_id order by min(id))
    from jobs group by guild_id, user_id`);
}
