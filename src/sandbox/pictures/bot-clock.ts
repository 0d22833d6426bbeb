import { readFileSync } from 'node:fs';

/**
 * Loaded into the bot's process before the bot: its clock goes as far ahead as a file says, which is read again at SIGUSR2.
 * Timers are left alone.
 */
const path = process.env.SANDBOX_CLOCK_FILE ?? '';
const realNow = Date.now;
let aheadMs = Number(readFileSync(path, 'utf8'));
Date.now = () => realNow() + aheadMs;

process.on('SIGUSR2', () => {
  aheadMs = Number(readFileSync(path, 'utf8'));
  process.stdout.write(`${JSON.stringify({ aheadMs })}\n`);
});
