import { sql } from 'drizzle-orm';
import { spendLedger } from './schema.ts';

/** What Scenario charged, less what it gave back, over the rows of the book of money that a query selects. */
export const netUnits = sql<number>`coalesce(sum(case ${spendLedger.entry} when 'charge' then ${spendLedger.units} else -${spendLedger.units} end), 0)`;
