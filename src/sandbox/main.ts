import { parseArgs } from 'node:util';
import { MAGIC_PROMPTS } from './scenario/outcome.ts';
import { SANDBOX_API_KEY, SANDBOX_API_SECRET, startScenarioSandbox } from './scenario/server.ts';

/** Starts a local Scenario for a bot that is on the real Discord: every flow can be tried, nothing is paid. */

const { values } = parseArgs({ options: { port: { type: 'string', default: '8791' } } });
const sandbox = await startScenarioSandbox({ port: Number(values.port) });

// Before the first line of output: who reads it may stop us at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void sandbox.close());
}

process.stdout.write(`A sandbox Scenario is running. Settings for the bot:

  SCENARIO_API_URL=${sandbox.url}
  SCENARIO_SDK_API_KEY=${SANDBOX_API_KEY}
  SCENARIO_SDK_API_SECRET=${SANDBOX_API_SECRET}

A prompt may contain:
${Object.entries(MAGIC_PROMPTS)
  .map(([magic, effect]) => `  ${magic.padEnd(10)} ${effect}`)
  .join('\n')}

Ctrl+C stops it.
`);
