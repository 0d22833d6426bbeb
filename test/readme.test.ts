import { readFileSync } from 'node:fs';
import { PermissionFlagsBits } from 'discord.js';
import { expect, test } from 'vitest';
import { settingsSchema } from '../src/config.ts';
import { INVITE_PERMISSIONS } from '../src/discord/permissions.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('the README lists every setting', () => {
  for (const name of Object.keys(settingsSchema.shape)) expect(readme).toContain(`| \`${name}\` |`);
});

test("the invite link asks for exactly the bot's permissions", () => {
  expect(readme).toContain(`&permissions=${INVITE_PERMISSIONS}\n`);
});

test('the link for servers with challenges asks for what they can use as well', () => {
  const { PinMessages, ManageRoles, CreateEvents } = PermissionFlagsBits;
  expect(readme).toContain(`&permissions=${INVITE_PERMISSIONS | PinMessages | ManageRoles | CreateEvents}\n`);
});

test('the test command stands alone on a line', () => {
  expect(readme.split('\n')).toContain('npm ci && npm test');
});
